import { formatHex } from '@bus/line';
import { rtuFraming } from '@bus/modbus';
import { describe, expect, it } from 'vitest';
import { ANSWER_772, bytes, listen, makeBench, outcome, READ_289 } from '../bench.fixture.js';
import { temperatureController } from '../instruments/temperature-controller.js';
import { mapBytes } from '../scheduled-bytes.js';
import type { VirtualLineOptions } from '../virtual-line.js';
import { otherFunction, wrongCount } from './answer-faults.js';
import { bitFlip, extraBytes, lostBytes, truncated } from './byte-faults.js';
import type { Fault } from './fault.js';
import { chunked, doubled, halfOpen, late, portLoss, silence } from './time-faults.js';
import { echoed, foreignMaster, otherUnit } from './traffic-faults.js';

/** What the asking end hears, as `[time, hex]`, when it reads register 289 `times` times, 3 s apart. */
async function heardWith(
  fault: Fault | Fault[],
  { times = 1, ...options }: VirtualLineOptions & { times?: number } = {},
) {
  const faults = [fault].flat().map(each => ({ fault: each }));
  const { clock, virtual, transport } = makeBench({ faults, ...options });
  virtual.attach(temperatureController());
  const { heard, reasons } = await listen(transport, clock);
  for (let time = 0; time < times; time += 1) {
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(3000);
  }
  return { heard, hex: heard.map(([, hex]) => hex).join(' '), log: virtual.faultLog, reasons, virtual };
}

/** Bits in which two runs of equal length differ. */
function differingBits(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, byte, index) => {
    let bits = byte ^ b[index]!;
    let count = 0;
    for (; bits > 0; bits &= bits - 1) count += 1;
    return sum + count;
  }, 0);
}

/** True when `some` are bytes of `all`, in the same order. */
function isPart(some: Uint8Array, all: Uint8Array): boolean {
  let found = 0;
  for (const byte of all) if (byte === some[found]) found += 1;
  return found === some.length;
}

const right = bytes(ANSWER_772);

describe('a fault in the bytes', () => {
  it('bit flip inverts as many bits as it is told', async () => {
    for (const count of [1, 5, 56]) {
      const { hex } = await heardWith(bitFlip(count));
      expect(differingBits(bytes(hex), right)).toBe(count);
    }
  });

  it('lost bytes are missing, and the others keep their order', async () => {
    for (const count of [1, 3]) {
      const { hex } = await heardWith(lostBytes(count));
      const left = bytes(hex);
      expect(left).toHaveLength(7 - count);
      expect(isPart(left, right)).toBe(true);
    }
    expect((await heardWith(lostBytes(7))).heard).toEqual([]);
  });

  it('extra bytes stand before, inside or behind the answer', async () => {
    const added = bytes('AA BB');
    expect((await heardWith(extraBytes({ bytes: added }))).hex).toBe(`AA BB ${ANSWER_772}`);
    expect((await heardWith(extraBytes({ where: 'after', bytes: added }))).hex).toBe(`${ANSWER_772} AA BB`);
    const inside = (await heardWith(extraBytes({ where: 'inside', bytes: added }))).hex;
    expect(inside.replace('AA BB ', '')).toBe(ANSWER_772);
    expect(inside).toMatch(/^01 .*AA BB.* 77$/);
    expect(bytes((await heardWith(extraBytes({ count: 4 }))).hex)).toHaveLength(11);
  });

  it('truncated ends the answer early', async () => {
    expect((await heardWith(truncated(3))).hex).toBe('01 03 02');
    const { hex } = await heardWith(truncated());
    expect(ANSWER_772.startsWith(hex)).toBe(true);
    expect(hex.length).toBeLessThan(ANSWER_772.length);
  });

  it('refuses senseless settings', () => {
    for (const make of [
      () => bitFlip(0),
      () => lostBytes(1.5),
      () => extraBytes({ count: -1 }),
      () => truncated(0),
      () => late(-1),
      () => late([5, 4]),
      () => doubled(Number.NaN),
      () => chunked(0),
      () => portLoss({ back: -1 }),
    ]) {
      expect(make).toThrow(expect.objectContaining({ code: 'bad-argument' }));
    }
  });
});

describe('a fault in time', () => {
  it('late shifts the answer, by a fixed time or one within a range', async () => {
    expect((await heardWith(late(1500))).heard).toEqual([[1500, ANSWER_772]]);
    const { heard } = await heardWith(late([250, 550]), { times: 20 });
    const delays = heard.map(([time], index) => time - 3000 * index);
    expect(delays.every(delay => delay >= 250 && delay <= 550)).toBe(true);
    expect(new Set(delays).size).toBe(20);
  });

  it('silence says nothing', async () => {
    const { heard, log } = await heardWith(silence());
    expect(heard).toEqual([]);
    expect(log).toHaveLength(1);
  });

  it('doubled says everything twice', async () => {
    expect((await heardWith(doubled())).hex).toBe(`${ANSWER_772} ${ANSWER_772}`);
    expect((await heardWith(doubled(40))).heard).toEqual([
      [0, ANSWER_772],
      [40, ANSWER_772],
    ]);
  });

  it('chunked hands over pieces of the length asked for', async () => {
    const lengths = async (fault: Fault) =>
      (await heardWith(fault)).heard.map(([, hex]) => hex.split(' ').length);
    expect(await lengths(chunked('whole'))).toEqual([7]);
    expect(await lengths(chunked('bytes'))).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(await lengths(chunked(3))).toEqual([3, 3, 1]);
    const random = await lengths(chunked('random'));
    expect(random.reduce((sum, length) => sum + length)).toBe(7);
    expect((await heardWith(chunked(3, 16))).heard).toEqual([
      [0, '01 03 02'],
      [16, '03 04 B9'],
      [32, '77'],
    ]);
  });

  it('port loss takes the port away in the middle of an answer, and gives it back when it is told to', async () => {
    const { hex, reasons, virtual } = await heardWith(portLoss({ after: 4 }));
    expect(hex).toBe('01 03 02 03');
    expect(reasons).toEqual([expect.objectContaining({ code: 'disconnected' })]);
    expect(await outcome(virtual.transport().open({ data: () => undefined, closed: () => undefined }))).toBe(
      'TransportError open-failed',
    );
    const back = await heardWith(portLoss({ after: 0, back: 1000 }));
    expect(back.heard).toEqual([]);
    expect(
      await outcome(back.virtual.transport().open({ data: () => undefined, closed: () => undefined })),
    ).toBe(undefined);
  });

  it('port loss leaves alone a port that somebody has cut', async () => {
    const { clock, virtual, transport } = makeBench({
      faults: [{ fault: portLoss({ after: 0, back: 50 }) }],
    });
    virtual.attach(temperatureController({ delay: 10 }));
    await listen(transport, clock);
    await clock.until(transport.write(bytes(READ_289)));
    virtual.cut();
    await clock.advance(1000);
    expect(await outcome(listen(transport, clock))).toBe('TransportError open-failed');
  });

  it('port loss on a paced wire still hands over what came before', async () => {
    const { hex, reasons } = await heardWith(portLoss({ after: 4 }), { baudRate: 9600 });
    expect(hex).toBe('01 03 02 03');
    expect(reasons).toHaveLength(1);
  });
});

describe('a half-open connection', () => {
  it('lets nothing pass in either direction until it is opened anew, and tells nobody', async () => {
    const { heard, hex, reasons } = await heardWith(halfOpen({ after: 3 }), { times: 3 });
    expect(hex).toBe(ANSWER_772.slice(0, 8));
    expect(heard).toHaveLength(1);
    expect(reasons).toEqual([]);
  });

  it('passes again when it was opened anew', async () => {
    const faults = [{ fault: halfOpen({ after: 0 }), replies: [0] }];
    const { clock, virtual, transport } = makeBench({ faults });
    virtual.attach(temperatureController());
    await listen(transport, clock);
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(1000);
    await transport.close();
    const { hex } = await listen(transport, clock);
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(1000);
    expect(hex()).toBe(ANSWER_772);
  });
});

describe('a late reply that can be overtaken', () => {
  it('comes behind the reply to the next question', async () => {
    const faults = [{ fault: late(1000, { overtakable: true }), replies: [0] }];
    const { clock, virtual, transport } = makeBench({ faults });
    virtual.attach(temperatureController());
    const { heard } = await listen(transport, clock);
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(100);
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(3000);
    expect(heard).toEqual([
      [100, ANSWER_772],
      [1000, ANSWER_772],
    ]);
  });

  it('is not heard by the instrument that sends it', async () => {
    const faults = [{ fault: late(1000, { overtakable: true }), replies: [0] }];
    const { clock, virtual, transport } = makeBench({ faults });
    virtual.attach(temperatureController());
    const { hex } = await listen(transport, clock);
    // The confirmation of function 6 is a copy of the request: whoever hears it carries it out.
    const order = formatHex(rtuFraming.wrap(1, Uint8Array.of(6, 0, 100, 0, 5)));
    await clock.until(transport.write(bytes(order)));
    await clock.advance(5000);
    expect(hex()).toBe(order);
  });
});

describe('foreign traffic', () => {
  it('other unit sends the answer from an address that is not on the line, or from the one named', async () => {
    const frame = bytes((await heardWith(otherUnit())).hex);
    expect(frame[0]).not.toBe(1);
    expect(formatHex(rtuFraming.wrap(1, rtuFraming.unwrap(frame).pdu))).toBe(ANSWER_772);
    expect(formatHex(rtuFraming.wrap(frame[0]!, rtuFraming.unwrap(frame).pdu))).toBe(formatHex(frame));
    expect((await heardWith(otherUnit(17))).hex.slice(0, 2)).toBe('11');
  });

  it('other unit may have other values', async () => {
    const frame = bytes((await heardWith(otherUnit(17, { otherValues: true }))).hex);
    expect(frame).toEqual(rtuFraming.wrap(17, Uint8Array.of(3, 2, 0x56, 0x51)));
  });

  it('other function answers with other values, under a sound checksum', async () => {
    const frame = bytes((await heardWith(otherFunction())).hex);
    expect(frame).toEqual(rtuFraming.wrap(1, Uint8Array.of(4, 2, 0x56, 0x51)));
  });

  it('a wrong byte count is announced, or there is one register more or less, under a sound checksum', async () => {
    const { heard, log } = await heardWith(wrongCount(), { times: 40 });
    const pdus = heard.map(([, hex]) => rtuFraming.unwrap(bytes(hex)).pdu);
    for (const [, hex] of heard) {
      const { unit, pdu } = rtuFraming.unwrap(bytes(hex));
      expect(formatHex(rtuFraming.wrap(unit, pdu))).toBe(hex);
    }
    expect(log).toHaveLength(40);
    expect(new Set(pdus.map(pdu => `${pdu[1]} ${pdu.length - 2}`))).toEqual(new Set(['1 2', '3 2', '4 4']));
  });

  it('a foreign master asks and is answered, before or behind the answer', async () => {
    const before = (await heardWith(foreignMaster({ unit: 9 }))).hex;
    expect(before).toMatch(new RegExp(`^09 03 .* 09 03 .* ${ANSWER_772}$`));
    const after = (await heardWith(foreignMaster({ where: 'after' }))).hex;
    expect(after.startsWith(`${ANSWER_772} `)).toBe(true);
    expect(after.length).toBeGreaterThan(ANSWER_772.length + 3 * 14);
  });

  it('an echo comes first, whole, cut short or corrupted, and only to the end that asked', async () => {
    expect((await heardWith(echoed())).hex).toBe(`${READ_289} ${ANSWER_772}`);
    const partial = (await heardWith(echoed('partial'))).hex.replace(` ${ANSWER_772}`, '');
    expect(READ_289.startsWith(partial)).toBe(true);
    expect(partial.length).toBeLessThan(READ_289.length);
    const corrupted = bytes((await heardWith(echoed('corrupted'))).hex).subarray(0, 8);
    expect(differingBits(corrupted, bytes(READ_289))).toBe(1);
    const { clock, virtual, transport } = makeBench({ faults: [{ fault: echoed() }] });
    virtual.attach(temperatureController());
    await listen(transport, clock);
    const monitor = await listen(virtual.transport(), clock);
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(0);
    expect(monitor.hex()).toBe(`${READ_289} ${ANSWER_772}`);
  });

  it('an echo takes no time on a paced wire', async () => {
    const plain = await heardWith(chunked('whole'), { baudRate: 9600 });
    const echo = await heardWith([chunked('whole'), echoed()], { baudRate: 9600 });
    expect(echo.heard.at(-1)).toEqual(plain.heard.at(-1));
  });
});

describe('a plan of faults', () => {
  const everything = [
    bitFlip(),
    lostBytes(),
    extraBytes({ where: 'inside' }),
    truncated(),
    late([1, 90]),
    doubled(3),
    chunked('random', 1),
    echoed('corrupted'),
    otherUnit(),
    foreignMaster(),
    silence(),
  ].map(fault => ({ fault, probability: 0.2 }));

  async function campaign(seed: number, baudRate?: number) {
    const { heard, log } = await heardWith([], {
      faults: everything,
      seed,
      times: 60,
      ...(baudRate ? { baudRate } : {}),
    });
    return { heard, log };
  }

  it('gives the same bytes at the same times for the same seed, and others for another', async () => {
    expect(await campaign(5)).toEqual(await campaign(5));
    expect(await campaign(5, 9600)).toEqual(await campaign(5, 9600));
    expect((await campaign(6)).heard).not.toEqual((await campaign(5)).heard);
  });

  it('uses every fault, about as often as it should', async () => {
    const { log } = await campaign(5);
    for (const { fault } of everything) {
      const count = log.filter(({ faults }) => faults.includes(fault.name)).length;
      expect([fault.name, count > 3 && count < 25]).toEqual([fault.name, true]);
    }
  });

  it('says which faults struck which reply', async () => {
    const { clock, virtual, transport } = makeBench({
      faults: [
        { fault: truncated(4), replies: [1, 2] },
        { fault: late(70), replies: [2] },
        { fault: silence(), unit: 5 },
      ],
    });
    virtual.attach(temperatureController());
    const { heard } = await listen(transport, clock);
    for (let time = 0; time < 4; time += 1) {
      await clock.until(transport.write(bytes(READ_289)));
      await clock.advance(100);
    }
    expect(heard).toEqual([
      [0, ANSWER_772],
      [100, '01 03 02 03'],
      [270, '01 03 02 03'],
      [300, ANSWER_772],
    ]);
    expect(virtual.faultLog).toEqual([
      expect.objectContaining({ reply: 1, time: 100, unit: 1, faults: ['truncated'] }),
      {
        reply: 2,
        time: 200,
        unit: 1,
        faults: ['truncated', 'late'],
        request: bytes(READ_289),
        answer: right,
        sent: [{ at: 70, bytes: right.slice(0, 4) }],
      },
    ]);
  });

  it('can be changed on the way, and takes faults that others wrote', async () => {
    const { clock, virtual, transport } = makeBench();
    virtual.attach(temperatureController());
    const { heard } = await listen(transport, clock);
    virtual.faults = [
      { fault: { name: 'upper bit set', apply: runs => mapBytes(runs, byte => [byte | 0x80]) } },
    ];
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(1);
    expect(heard).toEqual([[0, '81 83 82 83 84 B9 F7']]);
    expect(virtual.faultLog[0]?.faults).toEqual(['upper bit set']);
  });

  it('refuses a probability that is none', () => {
    expect(() => makeBench({ faults: [{ fault: silence(), probability: 2 }] })).toThrow('0 to 1, not 2');
  });
});
