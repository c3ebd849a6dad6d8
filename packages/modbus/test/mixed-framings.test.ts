import { Line, memoryPair, Responder } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { type FramingChoice, ModbusClient, readHoldingRegisters } from '../src/index.js';
import { FRAMINGS, framingOf, hexFrame } from './support/framings.js';
import { rejection, scene } from './support/scene.js';

describe('RTU and ASCII devices on one pair of wires', () => {
  it('are asked by callers at the same time, strictly in turn, each in its own framing', async () => {
    const { clock, peer, client } = scene();
    const units = [
      { unit: 1, framing: 'rtu' },
      { unit: 2, framing: 'ascii' },
      { unit: 3, framing: 'rtu' },
    ] as const;
    for (let address = 0; address < 20; address += 1) {
      for (const { unit, framing } of units) {
        const question = hexFrame(framing, unit, [3, 0, address, 0, 1]);
        peer.expect(question, [5, hexFrame(framing, unit, [3, 2, unit, address])]);
      }
    }
    const calls = Array.from({ length: 20 }, (_, address) =>
      units.map(({ unit, framing }) => client.unit(unit, { framing }).readRegister(address)),
    ).flat();
    const values = await clock.until(Promise.all(calls));
    expect(values).toEqual(
      Array.from({ length: 20 }, (_, address) => units.map(({ unit }) => 256 * unit + address)).flat(),
    );
    expect(peer.done).toBe(true);
  });

  it('do not take each other’s late answers', async () => {
    const { clock, peer, client } = scene('rtu', { timeout: 100 });
    peer
      .expect(hexFrame('rtu', 1, [3, 0, 1, 0, 1]), [150, hexFrame('rtu', 1, [3, 2, 0, 11])])
      .expect(hexFrame('ascii', 1, [3, 0, 2, 0, 1]), [90, hexFrame('ascii', 1, [3, 2, 0, 22])]);
    const rtu = rejection(client.unit(1).readRegister(1));
    const ascii = client.unit(1, { framing: 'ascii' }).readRegister(2);
    expect(await clock.until(rtu)).toMatchObject({ code: 'no-reply' });
    expect(await clock.until(ascii)).toBe(22);
  });

  it('are answered by a responder that speaks both', async () => {
    const clock = new FakeClock();
    const { a, b } = memoryPair();
    const rtu = framingOf('rtu');
    const answer = (frame: Uint8Array, framing: typeof rtu) => {
      const { unit, pdu } = framing.unwrap(frame);
      const { startAddress } = readHoldingRegisters.decodeRequest(pdu);
      return framing.wrap(
        unit,
        readHoldingRegisters.encodeResponse({ registers: [unit * 100 + startAddress] }),
      );
    };
    let asked: 'rtu' | 'ascii' = 'rtu';
    const responder = new Responder(b, {
      framing: {
        ...rtu,
        scan: (scanner, silent) => framingOf(asked).scan(scanner, silent),
      },
      answer: frame => answer(frame, framingOf(asked)),
      clock,
    });
    await responder.open();
    const client = new ModbusClient(new Line(a, { clock }));
    for (const framing of ['rtu', 'ascii', 'ascii', 'rtu'] as const) {
      asked = framing;
      const unit = client.unit(framing === 'rtu' ? 1 : 2, { framing });
      expect(await clock.until(unit.readRegister(7))).toBe((framing === 'rtu' ? 1 : 2) * 100 + 7);
    }
    await responder.close();
    await client.close();
  });
});

describe('units', () => {
  it.each(FRAMINGS)('are those that the framing has: %s', framing => {
    const { unit } = scene(framing);
    const last = framing === 'tcp' ? 255 : 247;
    for (const id of [0, 1, last]) expect(unit(id).id).toBe(id);
    for (const id of [-1, 1.5, last + 1, Number.NaN])
      expect(() => unit(id)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
  });

  it('refuse options and framings that make no sense', () => {
    const { unit, line } = scene();
    for (const options of [
      { maxRegisters: 0 },
      { maxRegisters: 126 },
      { maxRegisters: 1.5 },
      { minGap: -1 },
      { minGap: Number.NaN },
      { framing: 'TCP' as FramingChoice },
    ]) {
      expect(() => unit(1, options)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
    }
    const odd = new ModbusClient(line, { framing: 'udp' as FramingChoice });
    expect(() => odd.unit(1)).toThrow("there is no framing 'udp'");
  });

  it('may have a framing object of their own', async () => {
    const { clock, peer, unit } = scene();
    peer.expect(hexFrame('ascii', 1, [3, 0, 1, 0, 1]), [5, hexFrame('ascii', 1, [3, 2, 0, 7])]);
    expect(await clock.until(unit(1, { framing: framingOf('ascii') }).readRegister(1))).toBe(7);
  });
});
