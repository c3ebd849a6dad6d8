import { ModbusServer, mbapFraming } from '@bus/modbus';
import { must, same } from '../oracle.js';
import { REQUESTS } from '../pdus.js';
import { isWrite, servedDevice, stateOf } from '../served-device.js';
import type { Target } from '../target.js';

const framing = mbapFraming();

export const target: Target = {
  name: 'datagrams',
  promise:
    'a datagram is answered only when it is one whole request, by one frame of the same transaction and unit',
  longest: 300,
  words: REQUESTS,
  seeds: REQUESTS.map(pdu => [...framing.multiplex!.tag(framing.wrap(1, Uint8Array.from(pdu)), 0x1234)]),
  async run(input) {
    const device = servedDevice();
    const errors: unknown[] = [];
    const server = new ModbusServer({ units: { 1: device }, onError: error => errors.push(error) });
    const desk = server.datagrams();
    const before = stateOf(device);
    // The length in the head is what a fuzzer seldom gets right, so every second datagram gets a right one.
    const datagram = input.slice();
    if (input.length >= 8 && (input[0]! & 1) === 0)
      datagram.set([0, 0, (input.length - 6) >> 8, (input.length - 6) & 255], 2);
    const answer = await desk.answer(datagram, 'fuzz');
    if (answer !== undefined) {
      const length = datagram[4]! * 256 + datagram[5]!;
      must(
        datagram.length === 6 + length && datagram[2] === 0 && datagram[3] === 0,
        'what it answered is no request',
      );
      same([...answer.subarray(0, 4)], [...datagram.subarray(0, 4)], 'transaction and protocol');
      must(
        answer[4]! * 256 + answer[5]! === answer.length - 6 && answer.length <= 260,
        'its length is wrong',
      );
      must(
        answer[6] === datagram[6] && (answer[7]! & 127) === (datagram[7]! & 127),
        'unit or function differ',
      );
    }
    if (stateOf(device) !== before)
      must(answer !== undefined && isWrite(answer.subarray(7)), 'it wrote without saying so');
    same(errors.map(String), [], 'mistakes of the server');
    desk.close();
  },
};
