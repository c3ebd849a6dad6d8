import type { Side } from '@bus/line';
import { decodeException, pduCodecs } from '@bus/modbus';
import { registerBytes } from './node-tables.ts';
import type { Dissected } from './tshark.ts';

/** What our codecs decoded, with the field names of all functions. */
// biome-ignore lint/suspicious/noExplicitAny: the fields depend on the function.
type Decoded = any;
type Fields = Record<string, readonly (string | number)[]>;
type Rule = (decoded: Decoded, asked: Decoded) => Fields;

const hex = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('hex');
const word = (value: number) => `0x${value.toString(16).padStart(4, '0')}`;
const byte = (value: number) => `0x${value.toString(16).padStart(2, '0')}`;
const registersHex = (registers: readonly number[]) => hex(registerBytes(registers));

const bitsAsked: Rule = ({ startAddress, quantity }) => ({
  reference_num: [startAddress],
  bit_cnt: [quantity],
});
const wordsAsked: Rule = ({ startAddress, quantity }) => ({
  reference_num: [startAddress],
  word_cnt: [quantity],
});
const bitsAnswered: Rule = ({ bits }, { startAddress, quantity }) => ({
  bitval: bits.slice(0, quantity).map(Number),
  bitnum: Array.from({ length: quantity }, (_, index) => startAddress + index),
});
const wordsAnswered: Rule = ({ registers }, { startAddress }) => ({
  byte_cnt: [2 * registers.length],
  regval_uint16: registers,
  regnum16: registers.map((_: number, index: number) => startAddress + index),
});
const coil: Rule = ({ address, state }) => ({
  reference_num: [address],
  data: [state ? 'ff00' : '0000'],
});
const register: Rule = ({ address, value }) => ({
  reference_num: [address],
  data: [registersHex([value])],
});
const masks: Rule = ({ address, andMask, orMask }) => ({
  reference_num: [address],
  and_mask: [word(andMask)],
  or_mask: [word(orMask)],
});
const records: Rule = ({ subRequests }) => ({
  reference_type: subRequests.map(() => 6),
  reference_num_32: subRequests.map(
    ({ fileNumber, recordNumber }: Decoded) => fileNumber * 0x10000 + recordNumber,
  ),
});
const recordsWritten: Rule = (decoded, asked) => ({
  ...records(decoded, asked),
  word_cnt: decoded.subRequests.map(({ registers }: Decoded) => registers.length),
  // Of several records, tshark gives the first one the bytes of all that follow.
  ...(decoded.subRequests.length > 1 ? {} : { data: [registersHex(decoded.subRequests[0].registers)] }),
});
const nothing: Rule = () => ({});

/** tshark's name for what a sub-function of function 8 answers with. */
const DIAGNOSTICS: Readonly<Record<number, string>> = {
  2: 'return_diag_register',
  10: 'clear_ctr_diag_reg',
  11: 'bus_message_count',
  12: 'bus_comm_error_count',
  13: 'bus_exception_error_count',
  14: 'slave_message_count',
  15: 'no_slave_response_count',
  16: 'slave_nak_count',
  17: 'slave_busy_count',
  18: 'bus_char_overrun_count',
};

function diagnosticRequest({ subFunction, data }: Decoded): Fields {
  switch (subFunction) {
    case 0:
      return { 'diagnostic.return_query_data.request': [hex(data)] };
    case 1:
      return { 'diagnostic.restart_communication_option': [word(data[0] * 256 + data[1])] };
    case 3:
      return { 'diagnostic.ascii_input_delimiter': [byte(data[0])] };
    default:
      return { data: [hex(data)] };
  }
}

function diagnosticAnswer({ subFunction, data }: Decoded): Fields {
  const value = data[0] * 256 + data[1];
  const name = DIAGNOSTICS[subFunction];
  if (subFunction === 0) return { 'diagnostic.return_query_data.echo': [hex(data)] };
  if (name === undefined) return diagnosticRequest({ subFunction, data });
  return { [`diagnostic.${name}`]: [subFunction === 2 ? word(value) : value] };
}

const REQUESTS: Readonly<Record<number, Rule>> = {
  1: bitsAsked,
  2: bitsAsked,
  3: wordsAsked,
  4: wordsAsked,
  5: coil,
  6: register,
  7: nothing,
  8: decoded => ({ diagnostic_code: [decoded.subFunction], ...diagnosticRequest(decoded) }),
  11: nothing,
  12: nothing,
  15: ({ startAddress, bits }) => ({
    reference_num: [startAddress],
    bit_cnt: [bits.length],
    byte_cnt: [Math.ceil(bits.length / 8)],
  }),
  16: ({ startAddress, registers }) => ({
    reference_num: [startAddress],
    word_cnt: [registers.length],
    byte_cnt: [2 * registers.length],
    regval_uint16: registers,
  }),
  17: nothing,
  20: (decoded, asked) => ({
    ...records(decoded, asked),
    word_cnt: decoded.subRequests.map(({ recordLength }: Decoded) => recordLength),
  }),
  21: recordsWritten,
  22: masks,
  23: ({ readStartAddress, readQuantity, writeStartAddress, registers }) => ({
    read_reference_num: [readStartAddress],
    read_word_cnt: [readQuantity],
    write_reference_num: [writeStartAddress],
    write_word_cnt: [registers.length],
    data: [registersHex(registers)],
  }),
  24: ({ fifoPointerAddress }) => ({ reference_num: [fifoPointerAddress] }),
  43: ({ meiType, readDeviceIdCode, objectId }): Fields =>
    meiType === 14
      ? { mei: [14], read_device_id: [readDeviceIdCode], object_id: [objectId] }
      : { mei: [meiType] },
};

const RESPONSES: Readonly<Record<number, Rule>> = {
  ...REQUESTS,
  1: bitsAnswered,
  2: bitsAnswered,
  3: wordsAnswered,
  4: wordsAnswered,
  7: ({ status }) => ({ data: [hex([status])] }),
  8: decoded => ({ diagnostic_code: [decoded.subFunction], ...diagnosticAnswer(decoded) }),
  11: ({ status, eventCount }) => ({ ev_status: [word(status)], ev_count: [eventCount] }),
  12: ({ status, eventCount, messageCount, events }) => ({
    ev_status: [word(status)],
    ev_count: [eventCount],
    ev_msg_count: [messageCount],
    event: events,
  }),
  15: bitsAsked,
  16: wordsAsked,
  17: ({ data }) => ({ data: [hex([data.length, ...data])] }),
  20: ({ subResponses }) => ({
    reference_type: subResponses.map(() => 6),
  }),
  23: ({ registers }) => ({ byte_cnt: [2 * registers.length], data: [registersHex(registers)] }),
  24: ({ registers }) => ({
    byte_cnt_16: [2 + 2 * registers.length],
    word_cnt: [registers.length],
    ...(registers.length === 0 ? {} : { data: [registersHex(registers)] }),
  }),
  43: ({ readDeviceIdCode, conformityLevel, moreFollows, nextObjectId, objects }) => ({
    mei: [14],
    read_device_id: [readDeviceIdCode],
    conformity_level: [byte(conformityLevel)],
    more_follows: [moreFollows ? '0xff' : '0x00'],
    next_object_id: [nextObjectId],
    num_objects: [objects.length],
    object_id: objects.map(({ id }: Decoded) => id),
    objects_len: objects.map(({ value }: Decoded) => value.length),
  }),
};

export interface Expected {
  /** What tshark should find, by field. */
  readonly fields: Dissected;
  /** The decoded request, for the answer that follows. */
  readonly asked: unknown;
}

/**
 * What tshark should find in a PDU, from what our codecs find.
 *
 * @param asked the request that a response answers.
 */
export function expectedOf(pdu: Uint8Array, side: Side, asked: unknown): Expected {
  if (pdu[0]! > 0x7f) {
    const { functionCode, exceptionCode } = decodeException(pdu);
    return { fields: named({ func_code: [functionCode], exception_code: [exceptionCode] }), asked };
  }
  const codec = pduCodecs.get(pdu[0]!);
  if (codec === undefined) return { fields: named({ func_code: [pdu[0]!] }), asked };
  const decoded = side === 'request' ? codec.decodeRequest(pdu) : codec.decodeResponse(pdu);
  const rule = (side === 'request' ? REQUESTS : RESPONSES)[codec.code]!;
  const fields = named({ func_code: [codec.code], ...rule(decoded, asked) });
  return { fields, asked: side === 'request' ? decoded : asked };
}

function named(fields: Fields): Dissected {
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [`modbus.${name}`, values.map(String)]),
  );
}
