import type { Side } from './framing.js';
import type { TraceEvent, TraceKind } from './trace.js';

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
 * What a traced run of bytes means, for people: `unit 1, 1 register: 772`, or its kind where it is no frame. What is
 * neither a request nor its answer says so in front: `late: unit 1, 1 register: 772`.
 *
 * @param request the request that was traced last: with it, a shorter echo is known to be cut short.
 *
 * @example line.on('trace', event => console.error(formatHex(event.bytes), describeTrace(event)));
 */
export function describeTrace(event: TraceEvent, request?: TraceEvent): string {
  const { kind, bytes, framing } = event;
  if (kind === 'echo' && request !== undefined && bytes.length < request.bytes.length)
    return 'echo, cut short';
  const side = sides[kind];
  if (side === undefined || framing === undefined) return kind;
  const text = framing.describe(bytes, side);
  return kind === 'request' || kind === 'reply' ? text : `${kind}: ${text}`;
}
