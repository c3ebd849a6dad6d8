import { formatHex, Line } from '@bus/line';
import { FakeClock, ScriptedPeer } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { readDigitalStatus, readLatches } from '../src/commands/digital.js';
import { DconClient, type DconModule, frameOf, type Reading } from '../src/index.js';
import { unpackDigital } from '../src/values/digital-state.js';
import { chunked, type DconVector, familyOfVector, requestText, vectors } from './vectors.js';

const ACTIONS = new Set(['ack', 'done', 'ignored', 'invalid', 'broadcast', 'outOfRange']);
/** Of a module whose family is not in the table; the exchange itself is tested with the others. */
const UNKNOWN_MODULES = new Set(['cnt.read.big']);

const valued = vectors.filter(
  vector =>
    !/^(neg|hazard|tol)\./.test(vector.name) &&
    !ACTIONS.has(vector.decoded.kind) &&
    !UNKNOWN_MODULES.has(vector.name.replace('+chk', '')),
);

const maskOf = (bits: readonly boolean[]): number =>
  bits.reduce((mask, on, bit) => mask | (on ? 2 ** bit : 0), 0);
const digit = (vector: DconVector, at: number): number => Number.parseInt(requestText(vector)[at]!, 16);

/** What the vector calls inputs and outputs; sides that the module does not have are left out. */
function sides(vector: DconVector, { outputs, inputs }: { outputs: number; inputs: number }) {
  const { digital } = familyOfVector(vector)!;
  return {
    ...(digital!.outputs > 0 ? { do: outputs } : {}),
    ...(digital!.inputs > 0 ? { di: inputs } : {}),
  };
}

const status = (readings: readonly Reading[]) => readings.map(reading => reading.status);
const values = (readings: readonly Reading[]) => readings.map(reading => reading.value ?? null);
const withMarks = (readings: readonly Reading[], { decoded }: DconVector) => ({
  values: values(readings),
  ...(decoded.status === undefined ? {} : { status: status(readings) }),
});

type Typed = (module: DconModule, vector: DconVector) => Promise<Record<string, unknown>>;

const typed: Record<string, Typed> = {
  config: async (module, vector) => {
    const got = await module.configuration();
    const {
      typeCode,
      baudCode,
      baudRate: baud,
      serialFormat,
      flags: ff,
      address,
      checksum: checksumEnabled,
    } = got;
    const { counterEdge, format, rejectionHz, slewCode, mode, gateSeconds } = got;
    const parts = {
      dio: { counterEdge },
      ai: { format, rejectionHz },
      ao: { format, slewCode },
      counter: { mode, gateSeconds },
    };
    const [own] = Object.entries(parts).filter(([key]) => key in vector.decoded);
    return {
      address,
      typeCode,
      baudCode,
      baud,
      serialFormat,
      ff,
      checksumEnabled,
      ...Object.fromEntries([own!]),
    };
  },
  name: async module => ({ name: await module.name() }),
  firmware: async module => ({ version: await module.firmware() }),
  initPin: async module => ({ grounded: await module.service.initGrounded() }),
  protocol: async module => {
    const { supported, next } = await module.service.protocol();
    return { supports: supported, current: next };
  },
  resetStatus: async module => ({ resetSinceLastRead: await module.service.restarted() }),
  responseDelay: async module => ({ ms: await module.service.responseDelay() }),
  activeState: async module => {
    const { invertInputs, invertOutputs } = await module.service.activeLevel();
    return { diInverted: invertInputs, doInverted: invertOutputs };
  },
  dio: async (module, vector) => {
    if (vector.request.startsWith('$') && familyOfVector(vector)!.digital!.read === '@AA') {
      const { first, second } = await module.call(readDigitalStatus, {});
      return sides(vector, unpackDigital(familyOfVector(vector)!.digital!.layout, first, second));
    }
    const { inputs, outputs } = await module.inputs.readAll();
    return sides(vector, { inputs: maskOf(inputs), outputs: maskOf(outputs) });
  },
  counter: async (module, vector) => {
    if (vector.name.startsWith('ai.event')) return { value: await module.alarms.events() };
    return { value: await module.inputs.counter(digit(vector, 3) + module.family!.digital!.firstInput) };
  },
  latch: async (module, vector) => {
    const level = requestText(vector).endsWith('1') ? 'high' : 'low';
    const { first, second } = await module.call(readLatches, { high: level === 'high' ? 1 : 0 });
    return { edge: level, first, second };
  },
  sync: async (module, vector) => {
    if (module.family!.kind === 'analog-input') {
      const { readings, fresh } = await module.analogInputs.synchronized();
      return { first: fresh, values: values(readings) };
    }
    const { inputs, outputs, fresh } = await module.inputs.synchronized();
    return { first: fresh, ...sides(vector, { inputs: maskOf(inputs), outputs: maskOf(outputs) }) };
  },
  watchdogStatus: async module => {
    const { enabled, tripped } = await module.watchdog.status();
    return { enabled: enabled ?? null, timedOut: tripped };
  },
  watchdogTimeout: async module => {
    const { enabled, timeout } = await module.watchdog.settings();
    return { enabled: enabled ?? null, seconds: timeout / 1000 };
  },
  powerOnValue: async module => ({ do: maskOf(await module.defaults.powerOn()) }),
  safeValue: async module => ({ do: maskOf(await module.defaults.safe()) }),
  powerOnSafe: async module => ({ ...(await module.defaults.pair()) }),
  analog: async (module, vector) => {
    if (vector.name.startsWith('ai.cjc')) return { values: [await module.analogInputs.coldJunction()] };
    const text = requestText(vector);
    const channels = vector.decoded.values.length;
    const single = text.length === 4;
    const readings = single
      ? [await module.analogInputs.readChannel(digit(vector, 3))]
      : await module.analogInputs.read({ channels });
    return withMarks(readings, vector);
  },
  analogPercent: async module => ({ values: values(await module.analogInputs.read({ channels: 2 })) }),
  analogRaw: async (module, vector) => {
    const readings = await (requestText(vector).startsWith('$')
      ? module.analogInputs.readRaw()
      : module.analogInputs.read());
    return { values: readings.map(({ raw }) => raw) };
  },
  channelMask: async module => {
    const enabled = await module.analogInputs.enabled();
    const channels = enabled.flatMap((on, channel) => (on ? [channel] : []));
    return { mask: maskOf(enabled), ...(channels.length > 8 ? {} : { channels }) };
  },
  channelRange: async (module, vector) => {
    const channel = digit(vector, 5);
    return { channel, typeCode: await module.analogInputs.range(channel) };
  },
  diagnostic: async module => ({ mask: maskOf(await module.analogInputs.diagnosis()) }),
  cjcOffset: async module => ({ celsius: await module.calibration.junctionOffset() }),
  analogOut: async (module, vector) => {
    const text = requestText(vector);
    const channel = text.length > 4 ? digit(vector, 4) : 0;
    const options = { channel };
    if (text.startsWith('~')) return { value: await module.analogOutputs.safe(options) };
    if (text[3] === '7') return { value: await module.analogOutputs.powerOn(options) };
    if (text[3] === '8') return { value: await module.analogOutputs.present(options) };
    return { value: await module.analogOutputs.commanded(options) };
  },
  aoChannelConfig: async module => {
    const { range, slew } = await module.analogOutputs.range({ channel: 0 });
    return { type: range, slew };
  },
  counter32: async (module, vector) => {
    const text = requestText(vector);
    const channel = digit(vector, text.length - 1);
    if (text.startsWith('$')) return { value: await module.counters.maximum(channel) };
    if (text.startsWith('@')) return { value: await module.counters.preset(channel) };
    return { value: await module.counters.read(channel) };
  },
  frequency: async (module, vector) => ({ hertz: await module.counters.frequency(digit(vector, 3)) }),
  flag: async (module, vector) => {
    const { counters } = module;
    return { value: await (requestText(vector)[3] === '7' ? counters.overflowed(0) : counters.running(1)) };
  },
  alarmDio: async module => {
    const { mode, outputs, inputs } = await module.alarms.state();
    return { alarm: mode, do: outputs, di: inputs };
  },
};

/** The configuration that a reading depends on, asked before it. */
const CONFIGURATIONS: Record<string, string> = {
  analog: '0F0600',
  analogPercent: '0F0601',
  analogRaw: '080602',
  analogOut: '320600',
  counter32: '500600',
  frequency: '510600',
  sync: '080600',
};

describe('typed methods read what the recorded answers say', () => {
  it.each(valued)('$name', async vector => {
    const clock = new FakeClock();
    const peer = new ScriptedPeer(clock);
    const line = new Line(peer, { clock, timeout: 500, retries: 0 });
    const address = Number.parseInt(requestText(vector).slice(1, 3), 16);
    const family = familyOfVector(vector)!;
    const { decoded, checksum } = vector;
    const module = new DconClient(line).module(address, { family, checksum });
    const configuration = CONFIGURATIONS[decoded.kind];
    if (configuration !== undefined || checksum) {
      // An answer with a checksum also proves that the module has its checksum on.
      const aa = requestText(vector).slice(1, 3);
      const answer = frameOf(`!${aa}${configuration ?? '400600'}`, checksum);
      peer.expect(formatHex(frameOf(`$${aa}2`, checksum)), [1, formatHex(answer)]);
      await clock.until(module.configuration());
    }
    peer.expect(vector.requestHex, ...chunked(vector.responseHex!, 3));
    const { kind, address: _, note, requestAddress, initMode, ...expected } = decoded;
    const { address: from, ...got } = await clock.until(typed[kind]!(module, vector));
    expect(got).toEqual(expected);
    expect(peer.done).toBe(true);
  });
});
