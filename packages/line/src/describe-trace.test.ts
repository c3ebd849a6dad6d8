import { describe, expect, it } from 'vitest';
import { describeTrace } from './describe-trace.js';
import type { Framing } from './framing.js';
import type { TraceEvent, TraceKind } from './trace.js';

const framing = { describe: (frame, side) => `${side} of ${frame.length}` } as Framing;

function event(kind: TraceKind, length: number, read: Framing | undefined = framing): TraceEvent {
  const bytes = new Uint8Array(length);
  return { time: 0, direction: 'received', kind, bytes, framing: read, medium: 'test', label: undefined };
}

describe('what a traced run of bytes means', () => {
  it.each([
    ['request', 'request of 4'],
    ['reply', 'response of 4'],
    ['echo', 'echo: request of 4'],
    ['late', 'late: response of 4'],
    ['foreign', 'foreign: response of 4'],
    ['wrong', 'wrong: response of 4'],
    ['damaged', 'damaged'],
    ['noise', 'noise'],
    ['stale', 'stale'],
  ] as const)('is told by the framing where it is a frame: %s', (kind, meaning) => {
    expect(describeTrace(event(kind, 4))).toBe(meaning);
  });

  it('is the kind alone without a framing', () => {
    const { framing: _, ...rest } = event('reply', 4);
    expect(describeTrace({ ...rest, framing: undefined })).toBe('reply');
  });

  it('of an echo that is shorter than the request is not guessed', () => {
    const request = event('request', 4);
    expect(describeTrace(event('echo', 3), request)).toBe('echo, cut short');
    expect(describeTrace(event('echo', 4), request)).toBe('echo: request of 4');
  });
});
