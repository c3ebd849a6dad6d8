import { ADDRESSES, checkInteger } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduReader } from './pdu-reader.js';

/** Changes single bits of a register: `(current AND andMask) OR (orMask AND NOT andMask)`. */
export interface MaskWriteRegister {
  /** 0..65535. */
  readonly address: number;
  /** 0..65535: 1 keeps a bit. */
  readonly andMask: number;
  /** 0..65535: the new value of the bits that are not kept. */
  readonly orMask: number;
}

function encode({ address, andMask, orMask }: MaskWriteRegister): Uint8Array {
  checkInteger('address', address, 0, ADDRESSES - 1);
  checkInteger('AND mask', andMask, 0, 65_535);
  checkInteger('OR mask', orMask, 0, 65_535);
  return Uint8Array.of(22, ...[address, andMask, orMask].flatMap(word => [word >> 8, word & 255]));
}

function decode(pdu: Uint8Array): MaskWriteRegister {
  const reader = new PduReader(pdu);
  reader.expectLeft(6);
  return {
    address: reader.u16('address'),
    andMask: reader.u16('AND mask', hex),
    orMask: reader.u16('OR mask', hex),
  };
}

/** The value that a register has after a mask write. */
export function masked(
  current: number,
  { andMask, orMask }: Pick<MaskWriteRegister, 'andMask' | 'orMask'>,
): number {
  return (current & andMask) | (orMask & ~andMask & 0xffff);
}

/**
 * Function 22, section 6.16 of the application protocol. Not atomic against the device's own logic.
 *
 *     request   16  address(2)  andMask(2)  orMask(2)
 *     response  the same
 */
export const maskWriteRegister: PduCodec<MaskWriteRegister, MaskWriteRegister> = {
  code: 22,
  name: 'mask write register',
  repeatable: false,
  requestLength: { fixed: 7 },
  responseLength: { fixed: 7 },
  encodeRequest: encode,
  decodeRequest: decode,
  encodeResponse: encode,
  decodeResponse: decode,
  replyForm: request => ({ head: encode(request), length: 7 }),
  mismatch(request, response) {
    if (describe(request) === describe(response)) return undefined;
    return {
      code: 'wrong-echo',
      message: `the device confirmed ${describe(response)}, not ${describe(request)}`,
    };
  },
  describeRequest: request => `mask write register ${describe(request)}`,
  describeResponse: describe,
};

function describe({ address, andMask, orMask }: MaskWriteRegister): string {
  return `${address} and ${hex(andMask)} or ${hex(orMask)}`;
}

const hex = (word: number): string => word.toString(16).toUpperCase().padStart(4, '0');
