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
    // Slow: the silence that it wants takes 117 ms.
    const paced = await startPeer('paced-device', '300');
    peer = paced;
    const { ask, answer, close } = terminal(paced.ready[0]!);
    let asked = 0;
    /** Asks, and returns how many questions were answered, came too early and were damaged when this one is among them. */
    const counts = async () => {
      ask();
      asked += 1;
      for (;;) {
        const [answered = 0, early = 0, damaged = 0] = (await paced.ask('tell')).split(' ').map(Number);
        if (answered + early + damaged === asked) return { answered, early, damaged };
        await setTimeout(20);
      }
    };
    expect(await counts()).toEqual({ answered: 1, early: 0, damaged: 0 });
    expect(await answer()).toEqual([...ANSWER]);
    let found = await counts();
    for (let tries = 0; found.early === 0 && tries < 20; tries += 1) {
      // This machine was too late to be early, so there is an answer.
      await answer();
      found = await counts();
    }
    expect(found).toEqual({ answered: asked - 1, early: 1, damaged: 0 });
    await setTimeout(600);
    expect(await counts()).toEqual({ answered: asked - 1, early: 1, damaged: 0 });
    expect(await answer()).toEqual([...ANSWER]);
    close();
  });
});
