import { compilePrefixed, type PrefixedRules, type Scanner } from '@bus/codec';
import { describePdu } from '../pdu/describe-pdu.js';
import type { ModbusFraming } from './modbus-framing.js';

/** transactionId(2) protocolId(2) length(2) unit(1). */
const HEADER = 7;

export interface MbapOptions {
  /** True where unit 0 reaches everybody behind a gateway and nobody answers; false: it is a unit like others. */
  broadcasts?: boolean;
}

/**
 * Modbus TCP, chapter 3 of the messaging guide; one datagram each over UDP.
 *
 *     transactionId(2)  protocolId(2) = 0  length(2)  unit  PDU(1..253)        length counts unit and PDU
 *
 * Answers are told apart by their transaction id, so several questions may be open at once.
 *
 * @example
 * mbapFraming().wrap(255, Uint8Array.of(3, 0, 4, 0, 1)); // 00 00 00 00 00 06 FF 03 00 04 00 01
 */
export function mbapFraming({ broadcasts = false }: MbapOptions = {}): ModbusFraming {
  const framing: ModbusFraming = {
    name: 'tcp',
    layout: {
      front: [
        ['transaction id', 2],
        ['protocol id', 2],
        ['length', 2],
        ['unit', 1],
      ],
      behind: [],
      bytesPerByte: 1,
    },
    maxUnit: 255,
    broadcasts,
    gap: () => 0,
    silence: () => 50,
    scan: (scanner: Scanner, silent: boolean) => scanner.scan(rules(), silent),
    describe(frame, side) {
      const { unit, pdu } = framing.unwrap(frame);
      return `#${frame[0]! * 256 + frame[1]!} unit ${unit}, ${describePdu(pdu, side)}`;
    },
    unitOf: frame => frame[HEADER - 1],
    wrap(unit, pdu) {
      const frame = new Uint8Array(HEADER + pdu.length);
      frame[4] = (pdu.length + 1) >> 8;
      frame[5] = pdu.length + 1;
      frame[6] = unit;
      frame.set(pdu, HEADER);
      return frame;
    },
    respond(request, unit, pdu) {
      const frame = framing.wrap(unit, pdu);
      frame.set(request.subarray(0, 2));
      return frame;
    },
    unwrap: frame => ({ unit: frame[HEADER - 1]!, pdu: frame.subarray(HEADER) }),
    // A server that is reached directly may put its own unit where the client left it open with 0 or 255.
    answers: (asked, sender) => asked === sender || asked === 255 || (asked === 0 && !broadcasts),
    expectations: () => [],
    multiplex: {
      identifiers: 65_536,
      tag(request, id) {
        const tagged = new Uint8Array(request);
        tagged[0] = id >> 8;
        tagged[1] = id;
        return tagged;
      },
      idOf: frame => frame[0]! * 256 + frame[1]!,
    },
  };
  return framing;
}

let compiled: PrefixedRules | undefined;

function rules(): PrefixedRules {
  compiled ??= compilePrefixed({
    headLength: 6,
    lengthAt: 4,
    lengthBytes: 2,
    lengthMin: 2,
    lengthMax: 254,
    fixed: { at: 2, bytes: [0, 0] },
  });
  return compiled;
}
