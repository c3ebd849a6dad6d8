import { describeTrace, formatHex, type TraceEvent } from '@bus/line';

/** Characters of a frame of nine bytes, the usual length; longer ones push the meaning aside. */
const HEX_WIDTH = 27;

/**
 * Makes the function that prints trace events: time since the first one, direction, bytes and meaning.
 *
 * @example
 *    0.0 ms  →  01 03 01 21 00 01 D5 FC      unit 1, read holding registers 289, 1
 */
export function traceFormatter(): (event: TraceEvent) => string {
  let start: number | undefined;
  let request: TraceEvent | undefined;
  return event => {
    start ??= event.time;
    if (event.kind === 'request') request = event;
    const time = (event.time - start).toFixed(1).padStart(6);
    const arrow = event.direction === 'sent' ? '→' : '←';
    return `${time} ms  ${arrow}  ${formatHex(event.bytes).padEnd(HEX_WIDTH)}  ${describeTrace(event, request)}`;
  };
}
