import { describe, expect, it } from 'vitest';
import { FRAMINGS } from './support/framings.js';
import { rejection, scene } from './support/scene.js';

const text = (value: string) => [...value].map(character => character.charCodeAt(0));
const object = (id: number, value: string) => [id, value.length, ...text(value)];
/** `2B 0E code conformity more next count …` */
const answer = (code: number, more: number, next: number, ...objects: number[][]) => [
  43,
  14,
  code,
  0x83,
  more,
  next,
  objects.length,
  ...objects.flat(),
];

describe.each(FRAMINGS)('reading the identification, %s', framing => {
  it('joins as many answers as it takes', async () => {
    const { clock, peer, unit, adu } = scene(framing);
    peer
      .expect(adu(1, [43, 14, 2, 0], 0), [
        1,
        adu(1, answer(2, 255, 2, object(0, 'Acme'), object(1, 'A-1')), 0),
      ])
      .expect(adu(1, [43, 14, 2, 2], 1), [1, adu(1, answer(2, 255, 5, object(2, 'V1.2')), 1)])
      .expect(adu(1, [43, 14, 2, 5], 2), [1, adu(1, answer(2, 0, 0, object(5, 'Model \0 ')), 2)]);
    const identity = await clock.until(unit().identification.read());
    expect(identity).toMatchObject({
      conformityLevel: 0x83,
      vendorName: 'Acme',
      productCode: 'A-1',
      revision: 'V1.2',
      modelName: 'Model',
    });
    expect([...identity.objects.keys()]).toEqual([0, 1, 2, 5]);
    expect(identity).not.toHaveProperty('vendorUrl');
    expect(peer.done).toBe(true);
  });

  it.each([
    ['begins again', 0],
    ['stands still', 2],
  ])('refuses a stream that %s', async (_, next) => {
    const { clock, peer, unit, adu } = scene(framing);
    peer
      .expect(adu(1, [43, 14, 3, 0], 0), [1, adu(1, answer(3, 255, 2, object(0, 'Acme')), 0)])
      .expect(adu(1, [43, 14, 3, 2], 1), [1, adu(1, answer(3, 255, next, object(2, 'V1')), 1)]);
    const error = await clock.until(rejection(unit().identification.read('extended')));
    expect(error).toMatchObject({ name: 'ReplyError', code: 'malformed' });
    expect(peer.written).toHaveLength(2);
  });
});

describe('identification', () => {
  it('is asked for with the code of its level', async () => {
    for (const [level, code] of [
      ['basic', 1],
      ['regular', 2],
      ['extended', 3],
    ] as const) {
      const { clock, peer, unit, adu } = scene();
      peer.expect(adu(1, [43, 14, code, 0]), [1, adu(1, answer(code, 0, 0, object(0, 'Acme')))]);
      const { vendorName } = await clock.until(unit().identification.read(level));
      expect(vendorName).toBe('Acme');
    }
  });

  it('ends after at most 256 answers, whatever the device says', async () => {
    const { clock, peer, unit, adu } = scene();
    for (let id = 0; id < 256; id += 1)
      peer.expect(adu(1, [43, 14, 3, id]), [1, adu(1, answer(3, 255, (id + 1) & 255, object(id, 'x')))]);
    const error = await clock.until(rejection(unit().identification.read('extended')));
    expect(error).toMatchObject({ code: 'malformed' });
    expect(peer.written).toHaveLength(256);
  });

  it('gives one object as bytes, and refuses another in its place', async () => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(adu(1, [43, 14, 4, 0x80]), [1, adu(1, answer(4, 0, 0, [0x80, 3, 0, 255, 1]))]);
    expect(await clock.until(unit().identification.object(0x80))).toEqual(Uint8Array.of(0, 255, 1));
    peer.expect(adu(1, [43, 14, 4, 0x80]), [1, adu(1, answer(4, 0, 0, [0x81, 1, 9]))]);
    const error = await clock.until(rejection(unit().identification.object(0x80)));
    expect(error).toMatchObject({ code: 'wrong-echo' });
  });
});

describe('the server id', () => {
  const ask = async (data: number[], idLength?: number | 'last') => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(adu(1, [17]), [1, adu(1, [17, data.length, ...data])]);
    return clock.until(unit().identification.serverId(idLength === undefined ? {} : { idLength }));
  };

  it('is one byte, a run indicator and further data by default', async () => {
    const report = await ask([0xb4, 0xff, ...text('LMB3.1.6')]);
    expect(report).toMatchObject({ serverId: Uint8Array.of(0xb4), running: true });
    expect(String.fromCharCode(...report.additional)).toBe('LMB3.1.6');
  });

  it('is as long as the caller knows', async () => {
    expect(await ask([1, 2, 3, 0, 9], 3)).toMatchObject({
      serverId: Uint8Array.of(1, 2, 3),
      running: false,
      additional: Uint8Array.of(9),
    });
  });

  it('ends with the run indicator where the device puts it last', async () => {
    const report = await ask([...text('pump 7'), 0xff], 'last');
    expect(String.fromCharCode(...report.serverId)).toBe('pump 7');
    expect(report).toMatchObject({ running: true, additional: new Uint8Array(0) });
  });

  it('leaves open what the device does not say', async () => {
    expect(await ask([7])).toMatchObject({ serverId: Uint8Array.of(7), running: undefined });
    expect(await ask([], 'last')).toMatchObject({ running: undefined, data: new Uint8Array(0) });
    expect(await ask([7, 0x33])).toMatchObject({ running: undefined });
  });
});
