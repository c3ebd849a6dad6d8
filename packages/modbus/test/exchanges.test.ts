import { readFileSync } from 'node:fs';
import { BusError, Line } from '@bus/line';
import { FakeClock, ScriptedPeer } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { type AnyPduCodec, modbusExchange, pduCodecs, rtuFraming } from '../src/index.js';
import { bytesOf } from './vectors.js';

interface RecordedExchange {
  request: string;
  reply: string;
}
const recorded: { accepted: RecordedExchange[]; refused: RecordedExchange[] } = JSON.parse(
  readFileSync(new URL('vectors/minimalmodbus-exchanges.json', import.meta.url), 'utf8'),
);

const spaced = (hex: string): string => (hex.match(/../g) ?? []).join(' ').toUpperCase();

/** Asks the recorded question through a line whose other end answers as recorded, cut into chunks of `size` bytes. */
async function replay(
  { request, reply }: RecordedExchange,
  size: number,
  junk = '',
  echo = false,
): Promise<unknown> {
  const clock = new FakeClock();
  const peer = new ScriptedPeer(clock);
  const line = new Line(peer, { clock, timeout: 1000, retries: 0, echo });
  const { unit, pdu } = rtuFraming.unwrap(bytesOf(request));
  const codec = pduCodecs.get(pdu[0]!) as AnyPduCodec;
  const bytes = junk + reply;
  const chunks: [number, string][] = [];
  for (let at = 0; at < bytes.length; at += 2 * size)
    chunks.push([1 + at, spaced(bytes.slice(at, at + 2 * size))]);
  peer.expect(spaced(request), ...chunks);
  const value = await clock.until(
    line.exchange(modbusExchange(rtuFraming, codec, unit, codec.decodeRequest(pdu))),
  );
  expect(peer.done).toBe(true);
  expect(clock.now()).toBeLessThan(1000);
  return value;
}

describe('recorded exchanges', () => {
  it('there are 95 that are to be accepted and 15 that are to be refused', () => {
    expect([recorded.accepted.length, recorded.refused.length]).toEqual([95, 15]);
  });

  it.each(recorded.accepted)('$request is answered by $reply in every chunking', async exchange => {
    const { pdu } = rtuFraming.unwrap(bytesOf(exchange.reply));
    const expected = (pduCodecs.get(pdu[0]!) as AnyPduCodec).decodeResponse(pdu);
    for (const size of [256, 1, 2, 3, 5]) expect(await replay(exchange, size)).toEqual(expected);
  });

  const echoed = recorded.refused.filter(({ request }) => request.startsWith('14'));

  it.each(recorded.refused.filter(exchange => !echoed.includes(exchange)))(
    '$request is not answered by "$reply"',
    async exchange => {
      for (const size of [256, 1, 3]) await expect(replay(exchange, size)).rejects.toBeInstanceOf(BusError);
    },
  );

  it('an answer behind the echo of its question is accepted, one behind a corrupted echo is not', async () => {
    const [faithful, corrupted] = echoed as [RecordedExchange, RecordedExchange];
    for (const size of [256, 1, 3]) {
      expect(await replay(faithful, size, '', true)).toEqual({ registers: [770] });
      await expect(replay(corrupted, size, '', true)).rejects.toMatchObject({ code: 'echo-mismatch' });
    }
  });

  it('the right answer is delivered behind each of the 256 possible junk bytes', async () => {
    const exchange = recorded.accepted.find(({ request }) => request === '010301210001d5fc')!;
    for (let junk = 0; junk < 256; junk += 1) {
      const value = await replay(exchange, junk % 2 === 0 ? 256 : 1, junk.toString(16).padStart(2, '0'));
      expect(value).toEqual({ registers: [770] });
    }
  });
});
