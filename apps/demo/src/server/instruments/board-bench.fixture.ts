import { type Line, TimeoutError } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import type { InstrumentValues, LineInfo, PointValue } from '../../protocol/index.js';
import { FairTurns } from '../fair-turns.js';
import type { Applicant, LineAccess } from '../line-access.js';
import type { Instrument } from './instrument.js';
import { PollingBoard } from './polling-board.js';

/** A line on which nothing takes time but what its instruments say. */
export class FakeLine implements LineAccess {
  readonly id = 'rs485';
  readonly framing = 'rtu';
  readonly recent = [];
  readonly turns = new FairTurns();
  listeners = new Set<(info: LineInfo) => void>();
  info = { id: 'rs485', state: 'open' } as LineInfo;

  run<T>(applicant: Applicant, unit: string, task: (line: Line) => Promise<T>, signal?: AbortSignal) {
    return this.turns.run(applicant, unit, () => task({} as Line), signal);
  }

  on(_event: string, listener: unknown): () => void {
    this.listeners.add(listener as (info: LineInfo) => void);
    return () => this.listeners.delete(listener as (info: LineInfo) => void);
  }

  become(state: LineInfo['state']): void {
    this.info = { ...this.info, state };
    for (const listener of this.listeners) listener(this.info);
  }
}

/** An instrument that notes when it is read, and answers as it is told to. */
export class FakeInstrument implements Instrument {
  readonly info;
  readonly unit: string;
  readonly reads: number[] = [];
  values: Record<string, PointValue> = { level: 1 };
  duration = 20;
  silent = false;
  /** Readings under way, now and at most. */
  current = 0;
  most = 0;
  readonly #clock: FakeClock;

  constructor(clock: FakeClock, id: string) {
    this.#clock = clock;
    this.unit = `modbus ${id}`;
    const level = { id: 'level', title: 'Level', kind: 'number', role: 'set-point', writable: true } as const;
    this.info = {
      id,
      line: 'rs485',
      protocol: 'modbus',
      address: '1',
      model: '',
      title: '',
      points: [level],
    } as const;
  }

  async read() {
    this.reads.push(this.#clock.now());
    this.current += 1;
    this.most = Math.max(this.most, this.current);
    const values = { ...this.values };
    await this.#pause();
    this.current -= 1;
    if (this.silent)
      throw new TimeoutError('no-reply', 'no answer', { facts: { sent: Uint8Array.of(1, 3) } });
    return { values };
  }

  async write(_line: Line, point: string, value: number | boolean) {
    await this.#pause();
    this.values = { ...this.values, [point]: value };
    if (this.silent) throw new TimeoutError('no-reply', 'no answer', { facts: { outcomeUnknown: true } });
  }

  #pause(): Promise<void> {
    return new Promise(resolve => this.#clock.setTimer(resolve, this.duration));
  }
}

/** A board with some instruments on one line, in simulated time. */
export function boardBench(...ids: string[]) {
  const clock = new FakeClock();
  const line = new FakeLine();
  const instruments = ids.map(id => new FakeInstrument(clock, id));
  const reported: unknown[] = [];
  const board = new PollingBoard(
    instruments.map(instrument => ({ instrument, line })),
    { clock, now: () => 1_000_000 + clock.now(), report: error => reported.push(error) },
  );
  const heard: InstrumentValues[] = [];
  return { clock, line, instruments, board, heard, reported, watch: () => board.watch(v => heard.push(v)) };
}
