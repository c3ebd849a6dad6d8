import { expect, test } from 'vitest';
import type { InstrumentInfo, InstrumentValues, LineInfo } from '../../protocol/index.js';
import { RpcCode, RpcError } from '../../protocol/rpc-error.js';
import { FakeBus } from './fake-bus.fixture.js';
import { standing } from './freshness.js';
import { Panel } from './panel.js';

const counters = {
  sent: 0,
  answered: 0,
  timeouts: 0,
  checksumErrors: 0,
  noiseBytes: 0,
  losses: 0,
  waiting: 0,
};
const line = (id: string, state: LineInfo['state'] = 'open'): LineInfo => ({
  id,
  medium: 'sim:',
  state,
  simulated: true,
  pluggable: true,
  protocol: 'modbus',
  counters,
});
const oven: InstrumentInfo = {
  id: 'oven',
  line: 'rs485',
  protocol: 'modbus',
  address: '1',
  model: 'temperature controller',
  title: 'Oven',
  points: [
    { id: 'processValue', title: 'Process value', kind: 'number', role: 'measured', writable: false },
    { id: 'setPoint', title: 'Set point', kind: 'number', role: 'set-point', writable: true },
  ],
};
const reading = (readAt: number, processValue: number): InstrumentValues => ({
  instrument: 'oven',
  values: { processValue, setPoint: 80 },
  readAt,
});

function setUp(answers: FakeBus['answers'] = {}) {
  const time = { now: 1_000_000 };
  const buses: FakeBus[] = [];
  const tokens: (string | undefined)[] = [];
  const panel = new Panel({
    connect: token => {
      const bus = new FakeBus({
        'server.info': () => ({ name: 'bus demo', version: '1', simulated: true, clients: 1, time: 5000 }),
        'lines.list': () => [line('rs485'), line('rs232')],
        'instruments.list': () => [oven],
        ...answers,
      });
      tokens.push(token);
      buses.push(bus);
      return bus;
    },
    later: () => () => undefined,
    now: () => time.now,
  });
  panel.connect(undefined);
  return { panel, buses, tokens, time, bus: () => buses.at(-1)! };
}
const settled = () => new Promise(resolve => setTimeout(resolve, 0));

async function loaded(answers: FakeBus['answers'] = {}) {
  const context = setUp(answers);
  context.bus().become('open');
  await settled();
  return { ...context, state: context.panel.instruments.value[0]! };
}

test('once connected it knows lines and instruments, and goes by the server’s clock', async () => {
  const { panel } = await loaded();
  expect(panel.loaded.value).toBe(true);
  expect(panel.lines.value.map(({ id }) => id)).toEqual(['rs485', 'rs232']);
  expect(panel.instruments.value.map(({ info }) => info.id)).toEqual(['oven']);
  expect(panel.now.value).toBe(5000);
  expect(panel.trace.line.value).toBe('rs485');
});

test('values that come before the list of instruments are not lost', async () => {
  const { panel, bus } = setUp();
  bus().become('open');
  bus().tell('values', reading(4000, 77.2));
  await settled();
  expect(panel.instruments.value[0]?.values.value?.values).toEqual({ processValue: 77.2, setPoint: 80 });
});

test('readings make a chart, and an older one changes nothing', async () => {
  const { bus, state } = await loaded();
  bus().tell('values', reading(4000, 77.2));
  bus().tell('values', reading(5000, 77.3));
  bus().tell('values', reading(4500, 1));
  expect(state.values.value?.values.processValue).toBe(77.3);
  expect(state.interval).toBe(1000);
  expect(state.chart(oven.points[0]!)?.value.points).toEqual([
    { time: 4000, value: 77.2 },
    { time: 5000, value: 77.3 },
  ]);
});

test('a failed reading breaks the line of the chart', async () => {
  const { bus, state } = await loaded();
  bus().tell('values', reading(4000, 77.2));
  bus().tell('values', { ...reading(4000, 77.2), error: { message: 'no reply' } });
  bus().tell('values', reading(6000, 77.4));
  expect(state.chart(oven.points[0]!)?.value.points.map(({ value }) => value)).toEqual([
    77.2,
    undefined,
    77.4,
  ]);
});

test('after the connection was lost the first values are believed, whatever the server’s clock says', async () => {
  const { panel, bus, state } = await loaded();
  bus().tell('values', reading(9000, 77.2));
  bus().become('lost', 'gone');
  expect(panel.connection.value).toBe('lost');
  expect(panel.reason.value).toBe('gone');
  bus().become('open');
  await settled();
  expect(panel.instruments.value[0]).toBe(state);
  bus().tell('values', reading(100, 20));
  expect(state.values.value?.values.processValue).toBe(20);
  expect(state.chart(oven.points[0]!)?.value.points).toEqual([{ time: 100, value: 20 }]);
  bus().tell('values', reading(50, 1));
  expect(state.values.value?.values.processValue).toBe(20);
});

test('an instrument that is described otherwise after a restart begins anew', async () => {
  let title = 'Oven';
  const { panel, bus, state } = await loaded({ 'instruments.list': () => [{ ...oven, title }] });
  title = 'Kiln';
  bus().become('lost');
  bus().become('open');
  await settled();
  expect(panel.instruments.value[0]).not.toBe(state);
  expect(panel.instruments.value[0]?.info.title).toBe('Kiln');
});

test('lines change as the server says', async () => {
  const { panel, bus } = await loaded();
  bus().tell('lines', { ...line('rs232', 'lost'), reason: 'pulled' });
  expect(panel.lines.value.map(({ state }) => state)).toEqual(['open', 'lost']);
});

test('a line that changes while the instruments are on their way is not set back', async () => {
  const { panel, bus } = setUp({ 'instruments.list': undefined });
  bus().become('open');
  await settled();
  bus().tell('lines', line('rs485', 'lost'));
  bus()
    .calls.find(({ method }) => method === 'instruments.list')
    ?.resolve([oven]);
  await settled();
  expect(panel.lines.value[0]?.state).toBe('lost');
  expect(panel.loaded.value).toBe(true);
});

test('writing takes over what the server read back', async () => {
  const { state } = await loaded({
    'points.write': ({ value }) => ({
      ...reading(6000, 77.2),
      values: { processValue: 77.2, setPoint: Number(value) },
    }),
  });
  expect(await state.write(oven.points[1]!)?.run(85)).toBe(true);
  expect(state.values.value?.values.setPoint).toBe(85);
  expect(state.write(oven.points[0]!)).toBeUndefined();
});

test('while the server is lost nothing is sent, and it is said', async () => {
  const { panel, bus, state } = await loaded();
  bus().become('lost');
  const write = state.write(oven.points[1]!)!;
  expect(await write.run(85)).toBe(false);
  expect(write.failure.value?.hint).toBe('Try again when the server is connected.');
  await panel.desk.send('rs485', '$022', false);
  expect(panel.desk.entries.value[0]?.failure?.message).toBe('The server is not connected.');
  expect(bus().calls).toEqual([]);
});

test('the trace is subscribed to for the chosen line only', async () => {
  const { panel, bus } = await loaded();
  const traced = () =>
    [...bus().subscriptions].filter(({ topic }) => topic === 'trace').map(s => s.params.line);
  expect(traced()).toEqual(['rs485']);
  panel.trace.choose('rs232');
  expect(traced()).toEqual(['rs232']);
});

test('a new token makes a new connection and ends the old one', async () => {
  const { panel, buses, tokens } = await loaded();
  panel.connect('secret');
  expect(tokens).toEqual([undefined, 'secret']);
  expect(buses[0]?.state).toBe('closed');
  expect(buses[0]?.subscriptions.size).toBe(0);
  expect(panel.connection.value).toBe('connecting');
  buses[0]?.become('open');
  expect(panel.connection.value).toBe('connecting');
});

test('why nothing could be loaded is said, unless the connection was lost meanwhile', async () => {
  const refuse = () => {
    throw new RpcError(RpcCode.INTERNAL, 'a mistake in the server');
  };
  const { panel, bus } = setUp({ 'lines.list': refuse });
  bus().become('open');
  await settled();
  expect(panel.problem.value?.message).toBe('A mistake in the server.');
  expect(panel.loaded.value).toBe(false);

  const other = setUp({ 'lines.list': refuse });
  other.bus().become('open');
  other.bus().become('lost');
  await settled();
  expect(other.panel.problem.value).toBeUndefined();
});

test('pulling the plug shows what the server then says', async () => {
  const { panel } = await loaded({
    'lines.unplug': ({ line: id }) => line(id, 'lost'),
    'lines.plug': ({ line: id }) => line(id, 'open'),
  });
  await panel.plug('rs232', false);
  expect(panel.lines.value[1]?.state).toBe('lost');
  await panel.plug('rs232', true);
  expect(panel.lines.value[1]?.state).toBe('open');
});

test('how long the next attempt is away is told every second', async () => {
  const { panel, bus } = await loaded();
  bus().retryIn = 4000;
  bus().become('lost');
  expect(panel.retryIn.value).toBe(4000);
  bus().retryIn = undefined;
  panel.tick();
  expect(panel.retryIn.value).toBeUndefined();
});

test('retrying at once is left to the connection', async () => {
  const { panel, bus } = await loaded();
  panel.retryNow();
  expect(bus().retries).toBe(1);
});

test('values age although the clock of this machine was set back', async () => {
  const { bus, panel, state, time } = await loaded();
  bus().tell('values', reading(6000, 77.2));
  time.now -= 3_600_000;
  bus().tell('values', reading(7000, 77.2));
  time.now += 30_000;
  panel.tick();
  expect(standing(state.values.value, panel.now.value, state.interval).freshness).toBe('stale');
});
