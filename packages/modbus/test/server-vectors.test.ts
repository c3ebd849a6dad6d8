import { describe, expect, it } from 'vitest';
import { answerRequest, decodeException, MemoryBank, rtuFraming, Table } from '../src/index.js';
import { bytesOf, KNOWN, rtuVectors } from './vectors.js';

/** A device in which every address of every table exists. */
function fullBank(): MemoryBank {
  const bank = new MemoryBank();
  const everywhere = <T>(value: T) =>
    Object.assign(new Table<T>(), { read: (_: number, n: number) => Array(n).fill(value) });
  return Object.assign(bank, {
    coils: everywhere(false),
    discreteInputs: everywhere(false),
    holdingRegisters: everywhere(0),
    inputRegisters: everywhere(0),
  });
}

const requests = rtuVectors.filter(
  vector => vector.direction === 'request' && KNOWN.has(vector.functionCode!),
);

describe('answering requests', () => {
  it.each(requests.filter(({ server }) => server === 'respond'))('$name: is answered', vector => {
    const answer = answerRequest(rtuFraming.unwrap(bytesOf(vector.hex)).pdu, fullBank())!;
    expect(answer[0]).toBe(vector.functionCode);
    if (vector.responsePduLength) expect(answer).toHaveLength(vector.responsePduLength);
  });

  it.each(requests.filter(({ server }) => server?.startsWith('exception')))(
    '$name: is answered with $server',
    vector => {
      const answer = answerRequest(rtuFraming.unwrap(bytesOf(vector.hex)).pdu, fullBank())!;
      expect(`exception:${decodeException(answer).exceptionCode}`).toBe(vector.server);
    },
  );

  it('refuses function codes that the device does not know', () => {
    const request = Uint8Array.of(6, 0, 1, 0, 5);
    const bank = new MemoryBank({ holdingRegisters: { 1: 0 } });
    expect(answerRequest(request, bank, new Set([3]))).toEqual(Uint8Array.of(0x86, 1));
    expect(answerRequest(request, bank, new Set([3, 6]))).toEqual(request);
    expect(answerRequest(Uint8Array.of(100, 1), bank)).toEqual(Uint8Array.of(228, 1));
  });

  it('is silent to what is no request', () => {
    expect(answerRequest(Uint8Array.of(0x83, 2), new MemoryBank())).toBeUndefined();
  });

  it('writes all or nothing', () => {
    const bank = new MemoryBank({ holdingRegisters: { 1: 11, 2: 22 } });
    const beyond = Uint8Array.of(16, 0, 1, 0, 3, 6, 0, 7, 0, 8, 0, 9);
    expect(answerRequest(beyond, bank)).toEqual(Uint8Array.of(0x90, 2));
    expect(bank.holdingRegisters.read(1, 2)).toEqual([11, 22]);
  });

  it('reads back what was written, in each table', () => {
    const bank = new MemoryBank({ coils: { 0: false, 1: false, 2: true }, holdingRegisters: { 5: 0, 6: 0 } });
    answerRequest(Uint8Array.of(15, 0, 0, 0, 2, 1, 0b11), bank);
    expect(answerRequest(Uint8Array.of(1, 0, 0, 0, 3), bank)).toEqual(Uint8Array.of(1, 1, 0b111));
    answerRequest(Uint8Array.of(16, 0, 5, 0, 2, 4, 1, 2, 3, 4), bank);
    expect(answerRequest(Uint8Array.of(3, 0, 5, 0, 2), bank)).toEqual(Uint8Array.of(3, 4, 1, 2, 3, 4));
  });
});
