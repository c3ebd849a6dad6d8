import { UsageError } from '@bus/line';
import { ADDRESSES, checkInteger } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';
import { registerBytes } from './registers.js';

/** Most registers in a queue. */
export const MAX_FIFO = 31;

export interface ReadFifoQueue {
  /** 0..65535: the register that holds the count. */
  readonly fifoPointerAddress: number;
}

export interface FifoQueue {
  /** Up to 31 of them, each 0..65535; reading does not empty the queue. */
  readonly registers: readonly number[];
}

/**
 * Function 24, section 6.18 of the application protocol. Its byte count has two bytes.
 *
 *     request   18  address(2)
 *     response  18  byteCount(2)  fifoCount(2)  registers      byteCount = 2 + 2 · fifoCount, fifoCount 0..31
 */
export const readFifoQueue: PduCodec<ReadFifoQueue, FifoQueue> = {
  code: 24,
  name: 'read fifo queue',
  repeatable: true,
  requestLength: { fixed: 3 },
  responseLength: {
    fixed: 3,
    countAt: 1,
    countBytes: 2,
    countMin: 2,
    countMax: 2 + 2 * MAX_FIFO,
    countStep: 2,
  },
  encodeRequest({ fifoPointerAddress }) {
    checkInteger('address', fifoPointerAddress, 0, ADDRESSES - 1);
    return Uint8Array.of(24, fifoPointerAddress >> 8, fifoPointerAddress & 255);
  },
  decodeRequest(pdu) {
    const reader = new PduReader(pdu);
    reader.expectLeft(2);
    return { fifoPointerAddress: reader.u16('FIFO pointer address') };
  },
  encodeResponse({ registers }) {
    if (registers.length > MAX_FIFO)
      throw new UsageError(`a queue has at most ${MAX_FIFO} registers, not ${registers.length}`);
    return Uint8Array.of(24, 0, 2 + 2 * registers.length, 0, registers.length, ...registerBytes(registers));
  },
  decodeResponse(pdu) {
    const reader = new PduReader(pdu);
    const byteCount = reader.u16('byte count');
    reader.expectCounted(byteCount);
    const count = reader.u16('FIFO count');
    if (count > MAX_FIFO)
      throw new PduError('quantity', `${count} queued registers are more than ${MAX_FIFO}`);
    if (byteCount !== 2 + 2 * count)
      throw new PduError('byte-count', `byte count ${byteCount} for ${count} registers`);
    return { registers: reader.registers(count) };
  },
  replyForm: () => ({ head: Uint8Array.of(24) }),
  mismatch: () => undefined,
  describeRequest: ({ fifoPointerAddress }) => `read fifo queue ${fifoPointerAddress}`,
  describeResponse: ({ registers }) => `queue of ${registers.length}: ${registers.join(' ')}`,
};
