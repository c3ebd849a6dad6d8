import { formatHex, UsageError } from '@bus/line';
import { checkInteger } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';

/** Sub-functions of function 8. */
export const DiagnosticSub = {
  RETURN_QUERY_DATA: 0,
  RESTART_COMMUNICATIONS: 1,
  RETURN_DIAGNOSTIC_REGISTER: 2,
  CHANGE_ASCII_DELIMITER: 3,
  FORCE_LISTEN_ONLY: 4,
  CLEAR_COUNTERS: 10,
  BUS_MESSAGE_COUNT: 11,
  BUS_COMMUNICATION_ERROR_COUNT: 12,
  BUS_EXCEPTION_ERROR_COUNT: 13,
  SERVER_MESSAGE_COUNT: 14,
  SERVER_NO_RESPONSE_COUNT: 15,
  SERVER_NAK_COUNT: 16,
  SERVER_BUSY_COUNT: 17,
  BUS_CHARACTER_OVERRUN_COUNT: 18,
  CLEAR_OVERRUN: 20,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'return query data'],
  [1, 'restart communications'],
  [2, 'return diagnostic register'],
  [3, 'change ASCII delimiter'],
  [4, 'force listen only mode'],
  [10, 'clear counters'],
  [11, 'bus message count'],
  [12, 'bus communication error count'],
  [13, 'bus exception error count'],
  [14, 'server message count'],
  [15, 'server no response count'],
  [16, 'server NAK count'],
  [17, 'server busy count'],
  [18, 'bus character overrun count'],
  [20, 'clear overrun'],
]);

/** Sub-functions that only look: they answer with a number, or with what was sent. */
const HARMLESS = new Set<number>([0, 2, 11, 12, 13, 14, 15, 16, 17, 18]);
/** Sub-functions whose answer repeats the request's data. */
const ECHOED = new Set<number>([0, 1, 3, 10, 20]);

export interface Diagnostics {
  /** One of `DiagnosticSub`. */
  readonly subFunction: number;
  /** Two bytes; an even number up to 250 for sub-function 0. */
  readonly data: Uint8Array;
}

function decode(pdu: Uint8Array): Diagnostics {
  const reader = new PduReader(pdu);
  const subFunction = reader.u16('sub-function', code => NAMES.get(code));
  if (!NAMES.has(subFunction))
    throw new PduError('function', `diagnostics sub-function ${subFunction} is reserved`);
  const wanted = subFunction === 0 ? reader.left >= 2 && reader.left % 2 === 0 : reader.left === 2;
  if (!wanted) throw new PduError('length', `a data field of ${reader.left} bytes`);
  return { subFunction, data: reader.bytes(reader.left, 'data').slice() };
}

function requireData({ subFunction, data }: Diagnostics): void {
  const value = data[0]! * 256 + data[1]!;
  if (subFunction === 0) return;
  if (subFunction === 1 && value !== 0 && value !== 0xff00)
    throw new PduError('value', `restart option ${formatHex(data)}`);
  if (subFunction === 3 && data[1] !== 0)
    throw new PduError('value', `delimiter ${formatHex(data)} is not one character`);
  if (subFunction > 3 || subFunction === 2) {
    if (value !== 0) throw new PduError('value', `data field ${formatHex(data)} is not 0000`);
  }
}

function encode({ subFunction, data }: Diagnostics): Uint8Array {
  checkInteger('sub-function', subFunction, 0, 65_535);
  if (data.length < 2 || data.length % 2 !== 0 || data.length > 250) {
    throw new UsageError(`diagnostics carry an even number of data bytes from 2 to 250, not ${data.length}`);
  }
  return Uint8Array.of(8, subFunction >> 8, subFunction & 255, ...data);
}

/**
 * Function 8, section 6.8 of the application protocol.
 *
 *     request   08  subFunction(2)  data(2)        sub-function 0: any even number of data bytes
 *     response  the same sub-function; the same data, or a counter. Sub-function 4 is never answered
 */
export const diagnostics: PduCodec<Diagnostics, Diagnostics> = {
  code: 8,
  name: 'diagnostics',
  repeatable: ({ subFunction }) => HARMLESS.has(subFunction),
  requestLength: { fixed: 5, open: true },
  responseLength: { fixed: 5, open: true },
  encodeRequest: encode,
  decodeRequest(pdu) {
    const request = decode(pdu);
    requireData(request);
    return request;
  },
  encodeResponse: encode,
  decodeResponse: decode,
  unanswered: ({ subFunction }) => subFunction === DiagnosticSub.FORCE_LISTEN_ONLY,
  replyForm(request) {
    const pdu = encode(request);
    return { head: pdu.subarray(0, ECHOED.has(request.subFunction) ? 5 : 3), length: pdu.length };
  },
  mismatch(request, response) {
    const echoed = ECHOED.has(request.subFunction);
    if (
      request.subFunction === response.subFunction &&
      (!echoed || request.data.join() === response.data.join())
    ) {
      return undefined;
    }
    return {
      code: 'wrong-echo',
      message: `the device answered ${describe(response)}, not ${describe(request)}`,
    };
  },
  describeRequest: request => `diagnostics ${describe(request)}`,
  describeResponse: response => `diagnostics ${describe(response)}`,
};

function describe({ subFunction, data }: Diagnostics): string {
  return `${NAMES.get(subFunction) ?? `sub-function ${subFunction}`} ${formatHex(data)}`;
}
