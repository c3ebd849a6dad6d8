import { decode } from '@bus/cli';
import { BusError, UsageError } from '@bus/line';
import { pcapHead, pcapPacket } from '../../../apps/cli/dist/capture/pcap-file.js';
import { captureForms, captureOf } from '../../../apps/cli/dist/capture/read-capture.js';
import { Cursor } from '../cursor.js';
import { must, unlessRefused, unlessRejected } from '../oracle.js';
import { bytesOf, type Target, textOf } from '../target.js';

const packet = [...pcapHead(), ...pcapPacket(Uint8Array.of(1, 3, 1, 0x21, 0, 1, 0xd5, 0xfc), 1000)];
const link = (type: number): number[] => packet.with(20, type);
/** Ethernet, IPv4, TCP to port 502, and one question. */
const ethernet = [
  ...[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 8, 0, 0x45, 0, 0, 52, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0,
    0, 2,
  ],
  ...[0x30, 0x39, 1, 0xf6, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x18, 0, 0, 0, 0, 0, 0],
  ...[0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1],
];

export const target: Target = {
  name: 'recordings',
  promise:
    'a recording is refused with a UsageError, or taken apart into chunks that stand in it; no packet makes the reader fail',
  longest: 400,
  words: [
    '01 03 ',
    '\\x01',
    '0x',
    ' ms  → ',
    '00000000: ',
    '\n',
    ':0103',
    '$012',
    [0xd4, 0xc3, 0xb2, 0xa1],
    [8, 0, 0x45],
    [0x86, 0xdd, 0x60],
  ],
  seeds: [
    [0, ...packet],
    [3, ...link(250)],
    [3, ...link(1).slice(0, 24), ...pcapPacket(Uint8Array.from(ethernet), 1)],
    [3, ...link(101).slice(0, 24), ...pcapPacket(Uint8Array.from(ethernet.slice(14)), 1)],
    [3, ...link(113).slice(0, 24), ...pcapPacket(Uint8Array.from([0, 0, ...ethernet]), 1)],
    ...[
      '01 03 01 21 00 01 D5 FC\n',
      '  0.0 ms  → 01 03 00  read\n',
      '00000000: 0103 0121  ..\n',
      ':0103\n$012\n',
    ].map(text => [2, ...bytesOf(text)]),
    [1, 1, 2, 3],
  ],
  async run(input) {
    const cursor = new Cursor(input);
    const form = cursor.pick(captureForms);
    const bytes = cursor.rest();
    const chunks = unlessRefused(() => captureOf(bytes, form, 'a recording'), UsageError);
    for (const chunk of chunks ?? []) {
      must(chunk.bytes.length <= 2 * bytes.length + 2, 'more came out than went in');
      must(chunk.time === undefined || !Number.isNaN(chunk.time), 'no time');
    }
    if (form === 'hex') await unlessRejected(async () => decode({ text: [textOf(bytes)] }), BusError);
  },
};
