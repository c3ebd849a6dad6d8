import { formatHex, UsageError } from '@bus/line';
import { type AnyPduCodec, type ModbusFraming, pduCodecs, type UnitPdu } from '@bus/modbus';

/** Bytes of the longest PDU. */
const MAX_PDU = 253;

/** A request that its codec understands. */
export interface SoundRequest {
  readonly codec: AnyPduCodec;
  readonly request: unknown;
  /** For people. */
  readonly meaning: string;
}

/**
 * The unit and the PDU that hexadecimal text stands for. A whole frame is taken too, when its checksum is right and only
 * so it makes sense: its last bytes could as well be data.
 *
 * @throws {UsageError} it is no hexadecimal text, too short or long, or could be meant in two ways.
 */
export function parseModbusText(text: string, framing: ModbusFraming): UnitPdu {
  const bytes = bytesOf(text);
  const plain: UnitPdu = { unit: bytes[0]!, pdu: bytes.subarray(1) };
  const whole = insideOf(bytes, framing);
  const chosen = whole === undefined ? plain : choose(plain, whole);
  if (chosen.unit > framing.maxUnit)
    throw new UsageError(`there is no unit ${chosen.unit}: units are 0 to ${framing.maxUnit}`);
  if (chosen.pdu.length > MAX_PDU)
    throw new UsageError(`function and data have at most ${MAX_PDU} bytes, not ${chosen.pdu.length}`);
  return chosen;
}

/** The request in a PDU, if its function is known and everything in it is as it should be. */
export function soundRequest(pdu: Uint8Array): SoundRequest | undefined {
  const codec = pduCodecs.get(pdu[0]!);
  if (codec === undefined) return undefined;
  try {
    const request = codec.decodeRequest(pdu);
    // What is sent must be what was typed, byte by byte.
    if (formatHex(codec.encodeRequest(request)) !== formatHex(pdu)) return undefined;
    return { codec, request, meaning: codec.describeRequest(request) };
  } catch {
    return undefined;
  }
}

function bytesOf(text: string): Uint8Array {
  const digits = text.replace(/[\s,]+/g, '');
  if (!/^(?:[0-9A-Fa-f]{2}){2,}$/.test(digits)) {
    throw new UsageError(`'${text}' is no Modbus request: hexadecimal bytes, two digits each`, {
      hint: "Unit, function and data, such as 01 03 01 21 00 01; the checksum is added. DCON begins with one of # $ % @ ~; for others say 'protocol'.",
    });
  }
  return Uint8Array.from(digits.match(/../g)!, byte => Number.parseInt(byte, 16));
}

/** What a whole frame with a right checksum, or a right header, carries; undefined where the bytes are none. */
function insideOf(bytes: Uint8Array, framing: ModbusFraming): UnitPdu | undefined {
  const typed = formatHex(bytes);
  return candidates(bytes, framing).find(({ unit, pdu }) => {
    if (pdu.length === 0) return false;
    const frame = framing.wrap(unit, pdu);
    const { multiplex } = framing;
    return (
      shown(multiplex === undefined ? frame : multiplex.tag(frame, multiplex.idOf(bytes)), framing) === typed
    );
  });
}

/** What could be inside, with a header in front or with a checksum of one or two bytes behind. */
function candidates(bytes: Uint8Array, framing: ModbusFraming): UnitPdu[] {
  if (framing.multiplex !== undefined) return [framing.unwrap(bytes)];
  return [1, 2].map(checksum => ({ unit: bytes[0]!, pdu: bytes.subarray(1, bytes.length - checksum) }));
}

/** A frame's bytes as people type them: of ASCII those that its digits stand for. */
function shown(frame: Uint8Array, framing: ModbusFraming): string {
  if (framing.name !== 'ascii') return formatHex(frame);
  const digits = String.fromCharCode(...frame).match(/[0-9A-F]{2}/g) ?? [];
  return digits.join(' ');
}

function choose(plain: UnitPdu, whole: UnitPdu): UnitPdu {
  const asPlain = soundRequest(plain.pdu);
  const asWhole = soundRequest(whole.pdu);
  if (asWhole === undefined) return plain;
  if (asPlain === undefined) return whole;
  throw new UsageError('the text can be meant in two ways', {
    hint:
      `As a whole frame it is: unit ${whole.unit}, ${asWhole.meaning}; ` +
      `with its checksum still to be added: unit ${plain.unit}, ${asPlain.meaning}. ` +
      'The first is meant? Then leave the checksum out.',
  });
}
