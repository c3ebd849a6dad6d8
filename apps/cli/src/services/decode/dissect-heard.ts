import { type Dissection, formatHex } from '@bus/line';
import type { AnswerHeard, RequestHeard } from '@bus/line/monitor';
import type { ModbusFraming } from '@bus/modbus';
import type { DecodedField, DecodedFrame, DecodeOptions } from './decode.js';

/** Explains a frame that a monitor found. */
export async function dissectHeard(event: RequestHeard | AnswerHeard, piece: number): Promise<DecodedFrame> {
  const { frame } = event;
  const side = event.kind === 'answer' ? 'response' : 'request';
  const dissected = await dissect(event, side);
  const whose = event.kind === 'request' && event.assumed ? 'unknown' : side;
  return decodedFrame(frame.bytes, piece, frame.offset, frame.framing.name, whose, dissected);
}

async function dissect(
  { frame, ...event }: RequestHeard | AnswerHeard,
  side: 'request' | 'response',
): Promise<Dissection> {
  const { bytes, framing } = frame;
  if (framing.name.startsWith('dcon')) {
    const { dissectDcon } = await import('@bus/dcon/monitor');
    const asked = event.kind === 'answer' ? event.request?.frame : undefined;
    return dissectDcon(bytes, asked && textOf(asked))!;
  }
  if (framing.name.startsWith('232drio')) {
    const { dissectDrio } = await import('@bus/232drio/monitor');
    return dissectDrio(bytes, side);
  }
  const { dissectFrame } = await import('@bus/modbus/dissect');
  return dissectFrame(framing as ModbusFraming, bytes, side)!;
}

/** The text of a DCON frame without its checksum. */
function textOf({ bytes, framing }: { bytes: Uint8Array; framing: object }): string | undefined {
  return (framing as { unwrap(frame: Uint8Array): string | undefined }).unwrap(bytes);
}

/**
 * Bytes whose CRC is right although nobody knows their function: a monitor would want to see more before it believes in
 * them, but here they are all that there is.
 */
dissectHeard.unknownRtu = async (
  bytes: Uint8Array,
  piece: number,
  offset: number,
  framing: DecodeOptions['framing'],
): Promise<DecodedFrame | undefined> => {
  if (bytes.length < 5 || bytes.length > 256 || (framing !== undefined && framing !== 'rtu'))
    return undefined;
  const { MAX_UNIT, pduCodecs, rtuFraming } = await import('@bus/modbus');
  const { dissectFrame } = await import('@bus/modbus/dissect');
  const code = bytes[1]! & 0x7f;
  if (bytes[0]! > MAX_UNIT || code === 0 || pduCodecs.has(code)) return undefined;
  const dissected = dissectFrame(rtuFraming, bytes);
  if (dissected === undefined || dissected.problems.length > 0) return undefined;
  return decodedFrame(bytes, piece, offset, 'rtu', 'unknown', dissected);
};

function decodedFrame(
  bytes: Uint8Array,
  piece: number,
  offset: number,
  framing: string,
  side: DecodedFrame['side'],
  { fields, meaning, problems }: Dissection,
): DecodedFrame {
  const told = fields.map(
    ({ value, meaning: what, problem, ...place }): DecodedField => ({
      ...place,
      bytes: formatHex(bytes.subarray(place.offset, place.offset + place.length)),
      ...(value === undefined ? {} : { value }),
      ...(what === undefined ? {} : { meaning: what }),
      ...(problem === undefined ? {} : { problem }),
    }),
  );
  const all = { piece, offset, framing, side, bytes: formatHex(bytes), meaning, fields: told };
  return { kind: 'frame', ...all, problems: [...problems] };
}
