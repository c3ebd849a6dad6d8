import type { TraceEvent, TraceKind } from '@bus/line';
import { rtuFraming } from '@bus/modbus';
import { describe, expect, it } from 'vitest';
import { traceFormatter } from './format-trace.js';

const request = rtuFraming.wrap(1, Uint8Array.of(3, 0x01, 0x21, 0, 1));
const reply = rtuFraming.wrap(1, Uint8Array.of(3, 2, 0x03, 0x04));

function event(time: number, kind: TraceKind, bytes: Uint8Array, framing = true): TraceEvent {
  return {
    time,
    kind,
    bytes,
    direction: kind === 'request' ? 'sent' : 'received',
    framing: framing ? rtuFraming : undefined,
    medium: 'test',
    label: undefined,
  };
}

describe('printing the trace', () => {
  it('prints time since the first event, direction, bytes and meaning', () => {
    const format = traceFormatter();
    expect(format(event(1000, 'request', request))).toBe(
      '   0.0 ms  →  01 03 01 21 00 01 D5 FC      unit 1, read holding registers 289, 1',
    );
    expect(format(event(1012.34, 'reply', reply))).toBe(
      '  12.3 ms  ←  01 03 02 03 04 B9 77         unit 1, 1 register: 772',
    );
  });

  it.each([
    ['late', 'late: unit 1, 1 register: 772'],
    ['foreign', 'foreign: unit 1, 1 register: 772'],
    ['wrong', 'wrong: unit 1, 1 register: 772'],
    ['damaged', 'damaged'],
    ['noise', 'noise'],
    ['stale', 'stale'],
  ] as const)('names what is %s', (kind, meaning) => {
    expect(traceFormatter()(event(0, kind, reply)).endsWith(`  ${meaning}`)).toBe(true);
  });

  it('tells a whole echo from one that was cut short', () => {
    const format = traceFormatter();
    format(event(0, 'request', request));
    expect(format(event(1, 'echo', request))).toMatch(/ {2}echo: unit 1, read holding registers 289, 1$/);
    expect(format(event(2, 'echo', request.subarray(0, 5)))).toMatch(/ {2}echo, cut short$/);
  });

  it('explains nothing without a framing', () => {
    expect(traceFormatter()(event(0, 'foreign', reply, false))).toMatch(/B9 77 {9}foreign$/);
  });
});
