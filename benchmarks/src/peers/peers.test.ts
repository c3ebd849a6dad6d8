import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { mbapFraming, readHoldingRegisters, rtuFraming } from '@bus/modbus';
import { afterEach, describe, expect, test } from 'vitest';
import { expectedRegisters } from '../end-to-end/reading.js';
import { type Peer, startPeer } from './start-peer.js';

const START = 16;
const QUANTITY = 2;
const UNIT = 1;
const pdu = readHoldingRegisters.encodeRequest({ startAddress: START, quantity: QUANTITY });
const answerPdu = readHoldingRegisters.encodeResponse({ registers: expectedRegisters(START, QUANTITY) });
const ANSWER = rtuFraming.wrap(UNIT, answerPdu);
const canCompile = process.platform === 'linux' && spawnSync('gcc', ['--version']).status === 0;

let peer: Peer | undefined;
afterEach(() => peer?.stop());

/** A terminal, read without blocking. */
function terminal(path: string) {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  const buffer = Buffer.alloc(256);
  return {
    ask: () => writeSync(descriptor, rtuFraming.wrap(UNIT, pdu)),
    /** The next bytes, as many as an answer has. */
    async answer(): Promise<number[]> {
      const heard: number[] = [];
      while (heard.length < ANSWER.length) {
        try {
          heard.push(...buffer.subarray(0, readSync(descriptor, buffer)));
        } catch {
          await setTimeout(1);
        }
      }
      return heard;
    },
    close: () => closeSync(descriptor),
  };
}

// The peers are written in C for Linux.
describe.runIf(canCompile)('a peer', () => {
  test('fast-server answers questions that come in one piece, and those that come in parts', async () => {
    peer = await startPeer('fast-server');
    const framing = mbapFraming();
    const tagged = (id: number) => framing.multiplex!.tag(framing.wrap(UNIT, pdu), id);
    const bytes = Buffer.concat([tagged(1), tagged(2), tagged(300)]);
    const answers = [1, 2, 300].flatMap(id => [...framing.respond(tagged(id), UNIT, answerPdu)]);
    const socket = connect({ host: '127.0.0.1', port: Number(peer.ready[0]), noDelay: true });
    const heard: number[] = [];
    socket.on('data', chunk => heard.push(...chunk));
    socket.write(bytes.subarray(0, 17));
    await setTimeout(20);
    socket.write(bytes.subarray(17));
    while (heard.length < answers.length) await setTimeout(1);
    socket.destroy();
    expect(heard).toEqual(answers);
  });

  test('instant-device answers on each of its terminals', async () => {
    peer = await startPeer('instant-device', '2');
    const terminals = peer.ready.map(terminal);
    for (const { ask } of terminals) ask();
    const answers = await Promise.all(terminals.map(({ answer }) => answer()));
    for (const { close } of terminals) close();
    expect(answers).toEqual([[...ANSWER], [...ANSWER]]);
  });

  test('paced-device ignores and counts a question that comes without silence', async () => {
    // Slow, so that the silence of 117 ms is long beside what a busy machine delays.
    peer = await startPeer('paced-device', '300');
    const { ask, answer, close } = terminal(peer.ready[0]!);
    ask();
    expect(await answer()).toEqual([...ANSWER]);
    ask();
    await setTimeout(600);
    ask();
    expect(await answer()).toEqual([...ANSWER]);
    close();
    expect(await peer.ask('tell')).toBe('2 1 0');
  });
});
