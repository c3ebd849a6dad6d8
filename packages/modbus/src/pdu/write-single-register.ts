import { ADDRESSES, checkInteger } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduReader } from './pdu-reader.js';

/** Sets one holding register; the answer repeats it. */
export interface WriteSingleRegister {
  /** 0..65535. */
  readonly address: number;
  /** 0..65535. */
  readonly value: number;
}

function encode({ address, value }: WriteSingleRegister): Uint8Array {
  checkInteger('address', address, 0, ADDRESSES - 1);
  checkInteger('register value', value, 0, 65_535);
  return Uint8Array.of(6, address >> 8, address & 255, value >> 8, value & 255);
}

function decode(pdu: Uint8Array): WriteSingleRegister {
  const reader = new PduReader(pdu);
  reader.expectLeft(4);
  return { address: reader.u16('address'), value: reader.u16('value') };
}

/**
 * Function 6, section 6.6 of the application protocol. The answer repeats the request, not what the device made of it.
 *
 *     request   06  address(2)  value(2)
 *     response  the same
 */
export const writeSingleRegister: PduCodec<WriteSingleRegister, WriteSingleRegister> = {
  code: 6,
  name: 'write single register',
  repeatable: false,
  requestLength: { fixed: 5 },
  responseLength: { fixed: 5 },
  encodeRequest: encode,
  decodeRequest: decode,
  encodeResponse: encode,
  decodeResponse: decode,
  replyForm: request => ({ head: encode(request), length: 5 }),
  mismatch(request, response) {
    if (response.address === request.address && response.value === request.value) return undefined;
    return {
      code: 'wrong-echo',
      message: `the device confirmed ${describe(response)}, not ${describe(request)}`,
    };
  },
  describeRequest: request => `write single register ${describe(request)}`,
  describeResponse: describe,
};

function describe({ address, value }: WriteSingleRegister): string {
  return `${address} = ${value}`;
}
