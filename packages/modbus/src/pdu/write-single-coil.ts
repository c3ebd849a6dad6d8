import { ADDRESSES, checkInteger, checkState } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';

/** Switches one coil; the answer repeats it. */
export interface WriteSingleCoil {
  /** 0..65535. */
  readonly address: number;
  readonly state: boolean;
}

function encode({ address, state }: WriteSingleCoil): Uint8Array {
  checkInteger('address', address, 0, ADDRESSES - 1);
  return Uint8Array.of(5, address >> 8, address & 255, state ? 0xff : 0, 0);
}

const stateName = (value: number): string | undefined => ({ 0: 'off', 65280: 'on' })[value];

function decode(pdu: Uint8Array): WriteSingleCoil {
  const reader = new PduReader(pdu);
  reader.expectLeft(4);
  const address = reader.u16('address');
  const value = reader.u16('state', stateName);
  if (value !== 0xff00 && value !== 0) {
    throw new PduError('value', `coil value ${value.toString(16).padStart(4, '0')} is neither FF00 nor 0000`);
  }
  return { address, state: value !== 0 };
}

/**
 * Function 5, section 6.5 of the application protocol.
 *
 *     request   05  address(2)  FF00 on | 0000 off
 *     response  the same
 */
export const writeSingleCoil: PduCodec<WriteSingleCoil, WriteSingleCoil> = {
  code: 5,
  name: 'write single coil',
  repeatable: false,
  requestLength: { fixed: 5 },
  responseLength: { fixed: 5 },
  encodeRequest(request) {
    checkState('a coil', request.state);
    return encode(request);
  },
  decodeRequest: decode,
  encodeResponse: encode,
  decodeResponse: decode,
  replyForm: request => ({ head: encode(request), length: 5 }),
  mismatch(request, response) {
    if (response.address === request.address && response.state === request.state) return undefined;
    return {
      code: 'wrong-echo',
      message: `the device confirmed ${describe(response)}, not ${describe(request)}`,
    };
  },
  describeRequest: request => `write single coil ${describe(request)}`,
  describeResponse: describe,
};

function describe({ address, state }: WriteSingleCoil): string {
  return `${address} ${state ? 'on' : 'off'}`;
}
