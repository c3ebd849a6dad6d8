import { formatHex, type Side, type TraceEvent, type TraceKind } from '@bus/line';

/** Characters of a frame of nine bytes, the usual length; longer ones push the meaning aside. */
const HEX_WIDTH = 27;

/** Whose frames the kinds are; the others are no frames. */
const sides: Partial<Record<TraceKind, Side>> = {
  request: 'request',
  echo: 'request',
  reply: 'response',
  late: 'response',
  foreign: 'response',
  wrong: 'response',
};

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
    const isPart = event.kind === 'echo' && event.bytes.length !== request?.bytes.length;
    const text = isPart ? 'echo, cut short' : meaning(event);
    return `${time} ms  ${arrow}  ${formatHex(event.bytes).padEnd(HEX_WIDTH)}  ${text}`;
  };
}

function meaning({ kind, bytes, framing }: TraceEvent): string {
  const side = sides[kind];
  if (side === undefined || framing === undefined) return kind;
  const text = framing.describe(bytes, side);
  return kind === 'request' || kind === 'reply' ? text : `${kind}: ${text}`;
}
