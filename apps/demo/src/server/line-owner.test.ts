import { TransportError } from '@bus/line';
import { FakeClock, ScriptedPeer } from '@bus/line/testing';
import { ModbusClient } from '@bus/modbus';
import { temperatureController, VirtualLine } from '@bus/sim';
import { afterEach, describe, expect, it } from 'vitest';
import type { LineInfo, TraceLine } from '../protocol/index.js';
import { LineOwner } from './line-owner.js';
import { BATCH_PAUSE, KEPT_FRAMES } from './trace-log.js';
import { modbusKey } from './unit-key.js';

const NOON = Date.UTC(2026, 0, 1, 12);
const settings = { id: 'rs485', port: 'test', options: {}, protocol: 'modbus' } as const;
const me = { name: 'me' };
const owners: LineOwner[] = [];
afterEach(async () => {
  for (const owner of owners.splice(0)) await owner.close();
});

/** An owner of a simulated line with a temperature controller. */
function simulated() {
  const clock = new FakeClock();
  const virtual = new VirtualLine({ clock });
  virtual.attach(temperatureController({ unit: 1 }));
  const plug = { pull: () => virtual.cut(), restore: () => virtual.restore() };
  const makePort = () => ({ transport: virtual.transport(), framing: 'rtu' as const, plug });
  const owner = new LineOwner(settings, { makePort, clock, now: () => NOON, random: () => 0 });
  owners.push(owner);
  const read = (unit = 1) =>
    owner.run(me, modbusKey(unit), line => new ModbusClient(line).unit(unit).readRegister(289));
  return { clock, owner, plug, read };
}

/** An owner of a port whose opening can fail. */
function scripted(refuseOpen?: Error) {
  const clock = new FakeClock();
  const peer = new ScriptedPeer(clock);
  peer.refuseOpen = refuseOpen;
  const makePort = () => ({ transport: peer, framing: 'rtu' as const });
  const owner = new LineOwner(settings, { makePort, clock, now: () => NOON, random: () => 0 });
  owners.push(owner);
  return { clock, owner, peer };
}

const missing = new TransportError('open-failed', '/dev/ttyUSB9 does not exist', {
  hint: 'There is /dev/ttyS0.',
});

describe('the owner of a line', () => {
  it('opens its port at the start and says what it is', async () => {
    const { clock, owner } = simulated();
    expect(owner.info.state).toBe('opening');
    await clock.advance(0);
    expect(owner.info).toEqual({
      id: 'rs485',
      medium: 'sim:',
      state: 'open',
      simulated: true,
      pluggable: true,
      protocol: 'modbus',
      counters: {
        sent: 0,
        answered: 0,
        timeouts: 0,
        checksumErrors: 0,
        noiseBytes: 0,
        losses: 0,
        waiting: 0,
      },
    });
  });

  it('counts what goes over the line', async () => {
    const { clock, owner, read } = simulated();
    expect(await clock.until(read())).toBe(772);
    await clock.until(read(9).catch(() => undefined));
    expect(owner.info.counters).toMatchObject({ sent: 3, answered: 1, timeouts: 2 });
  });

  it('shows a port that cannot be opened as lost, with the reason, and tries again ever more slowly', async () => {
    const { clock, owner, peer } = scripted(missing);
    await clock.advance(0);
    expect(owner.info).toMatchObject({ state: 'lost', reason: '/dev/ttyUSB9 does not exist' });
    const opens: number[] = [];
    for (const pause of [100, 200, 400, 800, 1600, 2000, 2000]) {
      await clock.advance(pause - 1);
      opens.push(peer.opens);
      await clock.advance(1);
      opens.push(peer.opens);
    }
    expect(opens).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8]);
    peer.refuseOpen = undefined;
    await clock.advance(2000);
    expect(owner.info.state).toBe('open');
    expect(owner.info).not.toHaveProperty('reason');
  });

  it('lets calls fail at once while the port has never been opened, without an attempt for each', async () => {
    const { clock, owner, peer } = scripted(missing);
    await clock.advance(0);
    const call = owner.run(me, modbusKey(1), () => Promise.resolve(1));
    await expect(call).rejects.toMatchObject({
      code: 'open-failed',
      message: missing.message,
      hint: 'There is /dev/ttyS0.',
    });
    expect(peer.opens).toBe(1);
  });

  it('finds a lost port again by itself, and shows it as lost until then', async () => {
    const { clock, owner, plug, read } = simulated();
    await clock.advance(0);
    const states: string[] = [];
    owner.on('info', ({ state, reason }) => states.push(`${state} ${reason ?? ''}`));
    plug.pull();
    expect(states).toEqual(['lost sim: was cut']);
    await clock.advance(5000);
    expect(new Set(states.map(state => state.split(' ')[0]))).toEqual(new Set(['lost']));
    await expect(read()).rejects.toMatchObject({ code: 'disconnected' });
    plug.restore();
    await clock.advance(2000);
    expect(states.at(-1)).toBe('open ');
    expect(await clock.until(read())).toBe(772);
    expect(owner.info.counters.losses).toBe(1);
  });

  it('tells of the counters once a second at most, and only when they have changed', async () => {
    const { clock, owner, read } = simulated();
    const told: LineInfo[] = [];
    await clock.advance(0);
    const end = owner.on('info', info => told.push(info));
    await clock.until(Promise.all([read(), read(), read()]));
    expect(told).toHaveLength(0);
    await clock.advance(5000);
    expect(told.map(({ counters }) => counters.answered)).toEqual([3]);
    end();
    expect(clock.pending).toBe(0);
  });

  it('tells how many calls wait', async () => {
    const { clock, owner } = scripted();
    await clock.advance(0);
    let end: () => void = () => undefined;
    const first = owner.run(me, 'one', () => new Promise<void>(resolve => (end = resolve)));
    const second = owner.run(me, 'one', async () => undefined);
    expect(owner.info.counters.waiting).toBe(1);
    end();
    await Promise.all([first, second]);
    expect(owner.info.counters.waiting).toBe(0);
  });

  it('makes no port of a name that there is none of', () => {
    expect(() => new LineOwner({ ...settings, port: 'ttyUSB0' })).toThrow('not a port');
    expect(() => new LineOwner({ ...settings, port: '/dev/x', options: { timeout: -1 } })).toThrow('timeout');
  });

  it('leaves no timer behind when it is closed', async () => {
    const { clock, owner } = scripted(missing);
    owner.on('info', () => undefined);
    owner.on('trace', () => undefined);
    await clock.advance(50);
    await owner.close();
    expect(clock.pending).toBe(0);
  });
});

describe('the trace of a line', () => {
  it('explains each frame, in batches', async () => {
    const { clock, owner, read } = simulated();
    await clock.advance(1000);
    const batches: (readonly TraceLine[])[] = [];
    const end = owner.on('trace', frames => batches.push(frames));
    await clock.until(Promise.all([read(), read()]));
    expect(batches).toHaveLength(0);
    await clock.advance(BATCH_PAUSE);
    expect(batches.map(frames => frames.map(({ number }) => number))).toEqual([[1, 2, 3, 4]]);
    expect(batches[0]!.slice(0, 2)).toEqual([
      {
        number: 1,
        time: NOON + 1000,
        direction: 'sent',
        kind: 'request',
        hex: '01 03 01 21 00 01 D5 FC',
        meaning: 'unit 1, read holding registers 289, 1',
      },
      expect.objectContaining({ direction: 'received', kind: 'reply', meaning: 'unit 1, 1 register: 772' }),
    ]);
    end();
    await clock.until(read());
    await clock.advance(1000);
    expect(batches).toHaveLength(1);
  });

  it('keeps the latest frames for those who come later, and numbers show what was left out', async () => {
    const { clock, owner, read } = simulated();
    for (let call = 0; call < 110; call += 1) await clock.until(read());
    const numbers = owner.recent.map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: KEPT_FRAMES }, (_, index) => 21 + index));
    const batches: (readonly TraceLine[])[] = [];
    owner.on('trace', frames => batches.push(frames));
    await clock.until(read());
    await clock.advance(BATCH_PAUSE);
    expect(batches.flat().map(({ number }) => number)).toEqual([221, 222]);
  });
});
