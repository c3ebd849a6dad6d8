import { DeviceError, type Line, TimeoutError, type TraceEvent } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { capturedFrames } from './captured-frames.js';

/** A line of which only the trace matters. */
function traced() {
  const listeners = new Set<(event: TraceEvent) => void>();
  const line = {
    on(_: 'trace', listener: (event: TraceEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Line;
  const say = (kind: 'request' | 'reply', label: string, byte: number) => {
    const direction = kind === 'request' ? 'sent' : 'received';
    const event: TraceEvent = {
      time: 0,
      direction,
      kind,
      bytes: Uint8Array.of(byte),
      framing: undefined,
      medium: 'test',
      label,
    };
    for (const listener of listeners) listener(event);
  };
  const capture = (task: () => Promise<unknown>) => capturedFrames(line, label => label === 'mine', task);
  return { listeners, say, capture };
}

describe('the frames of a question and its answer', () => {
  it('are those of the last attempt, and not those of others', async () => {
    const { say, capture, listeners } = traced();
    const frames = await capture(async () => {
      say('request', 'mine', 1);
      say('reply', 'mine', 2);
      say('request', 'mine', 3);
      say('request', 'other', 4);
      say('reply', 'other', 5);
      say('reply', 'mine', 6);
      say('reply', 'other', 7);
    });
    expect(frames).toEqual({ sent: Uint8Array.of(3), heard: Uint8Array.of(6) });
    expect(listeners.size).toBe(0);
  });

  it('are not mixed up of two attempts', async () => {
    const { say, capture } = traced();
    const frames = await capture(async () => {
      say('request', 'mine', 1);
      say('reply', 'mine', 2);
      say('request', 'mine', 3);
    });
    expect(frames).toEqual({ sent: Uint8Array.of(3), heard: undefined });
  });

  it('are the result of a refusal, and not of another failure', async () => {
    const { say, capture, listeners } = traced();
    const failing = (error: Error) => () => {
      say('request', 'mine', 1);
      say('reply', 'mine', 2);
      return Promise.reject(error);
    };
    expect(await capture(failing(new DeviceError('refused')))).toMatchObject({ heard: Uint8Array.of(2) });
    await expect(capture(failing(new TimeoutError('no-reply', 'silent')))).rejects.toThrow('silent');
    expect(listeners.size).toBe(0);
  });

  it('must be there: a refusal of something before is passed on', async () => {
    const { capture } = traced();
    await expect(capture(() => Promise.reject(new DeviceError('before')))).rejects.toThrow('before');
    await expect(capture(async () => undefined)).rejects.toThrow('trace');
  });
});
