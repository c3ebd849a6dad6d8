import { Worker } from 'node:worker_threads';
import {
  type DoneMessage,
  type FindingMessage,
  HEAD,
  type SessionData,
  type SessionMessage,
} from './messages.js';

/** Milliseconds after which one input counts as a hang. */
const HANG = 15_000;
/** Megabytes after which a session counts as one that takes all memory. */
const MEMORY = 1024;
const LARGEST_INPUT = 65_536;

export interface WatchedSession {
  readonly findings: readonly FindingMessage[];
  /** Undefined when it hung, ran out of memory or died. */
  readonly done: DoneMessage | undefined;
  readonly executions: number;
}

/** Runs a session in a thread, and ends it when one input hangs: that is a finding, too. */
export function watchSession(data: Omit<SessionData, 'shared'>): Promise<WatchedSession> {
  const shared = new SharedArrayBuffer(HEAD + LARGEST_INPUT);
  const head = new Int32Array(shared, 0, HEAD / 4);
  const findings: FindingMessage[] = [];
  let done: DoneMessage | undefined;
  const worker = new Worker(new URL('./session.js', import.meta.url), {
    workerData: { ...data, shared } satisfies SessionData,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  });
  const blame = (error: string): void => {
    const input = Uint8Array.from(new Uint8Array(shared, HEAD, head[1]!));
    findings.push({ kind: 'finding', input, error });
  };
  let before = { executions: -1, since: performance.now() };
  const watch = setInterval(() => {
    const executions = Atomics.load(head, 0);
    const now = performance.now();
    if (executions !== before.executions) before = { executions, since: now };
    else if (executions > 0 && now - before.since > HANG) {
      blame(`it takes longer than ${HANG} ms`);
      void worker.terminate();
    }
  }, 500);
  return new Promise(resolve => {
    worker.on('message', (message: SessionMessage) => {
      if (message.kind === 'done') done = message;
      else findings.push(message);
    });
    worker.on('error', error => blame(`the session died: ${error.stack}`));
    worker.on('exit', () => {
      clearInterval(watch);
      resolve({ findings, done, executions: Atomics.load(head, 0) });
    });
  });
}
