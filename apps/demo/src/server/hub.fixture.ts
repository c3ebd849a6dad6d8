import { memoryPair, Responder } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { answerRequest, asciiFraming, MemoryBank, mbapFraming } from '@bus/modbus';
import {
  dconModules,
  modbusInstrument,
  remoteIo,
  simulatedDrioLine,
  temperatureController,
  VirtualLine,
} from '@bus/sim';
import type {
  InstrumentInfo,
  InstrumentValues,
  MethodName,
  MethodResults,
  ParamsOf,
} from '../protocol/index.js';
import { createHub } from './create-hub.js';
import type { ValueBoard } from './instruments/value-board.js';
import { LineOwner } from './line-owner.js';
import type { LinePort } from './line-port.js';

export const NOON = Date.UTC(2026, 0, 1, 12);

/** A board whose values the test sets. */
export class TestBoard implements ValueBoard {
  readonly instruments: InstrumentInfo[] = ['rs485', 'cable'].map(line => ({
    id: `on-${line}`,
    line,
    protocol: 'modbus',
    address: '1',
    model: 'test',
    title: 'Test',
    points: [],
  }));
  latest: InstrumentValues[] = this.instruments.map(({ id }) => ({ instrument: id, values: {} }));
  readonly watchers = new Set<(values: InstrumentValues) => void>();
  failure: unknown;

  async read(instrument: string): Promise<InstrumentValues> {
    if (this.failure !== undefined) throw this.failure;
    return { instrument, values: { point: 1 } };
  }

  async write(instrument: string, point: string, value: number | boolean): Promise<InstrumentValues> {
    return { instrument, values: { [point]: value } };
  }

  watch(listener: (values: InstrumentValues) => void): () => void {
    this.watchers.add(listener);
    return () => this.watchers.delete(listener);
  }

  close(): void {
    this.watchers.clear();
  }
}

/**
 * A hub with four lines: `rs485` with the usual simulated instruments, `cable` with a 232DRIO, `ascii` and `tcp` with a
 * Modbus unit 1 each.
 */
export function hubScene() {
  const clock = new FakeClock();
  const virtual = new VirtualLine({ clock });
  const controller = temperatureController({ unit: 1 });
  virtual.attach(controller);
  virtual.attach(remoteIo({ unit: 2 }));
  for (const module of dconModules(clock)) virtual.attach(module);
  const plug = { pull: () => virtual.cut(), restore: () => virtual.restore() };
  const ports: Record<string, LinePort> = {
    rs485: { transport: virtual.transport(), framing: 'rtu', plug },
    cable: { transport: simulatedDrioLine({ clock }), framing: 'rtu' },
    ascii: { transport: asciiLine(clock), framing: 'ascii' },
    tcp: { transport: tcpLine(clock), framing: 'tcp' },
  };
  const owners = Object.entries(ports).map(([id, port]) => {
    const protocol = id === 'cable' ? ('232drio' as const) : ('modbus' as const);
    const settings = { id, port: id, options: {}, protocol };
    return new LineOwner(settings, { makePort: () => port, clock, now: () => NOON, random: () => 0 });
  });
  const board = new TestBoard();
  const reported: unknown[] = [];
  const report = (error: unknown) => reported.push(error);
  const hub = createHub({ lines: owners, board, version: '1.2.3', clock, now: () => NOON, report });
  const enter = (name = 'test') => visitor(hub.enter.bind(hub), clock, name);
  const visit = enter();
  const close = async () => {
    for (const owner of owners) await owner.close();
  };
  return { clock, virtual, controller, owners, board, hub, reported, enter, close, ...visit };
}

function visitor(enter: ReturnType<typeof createHub>['enter'], clock: FakeClock, name: string) {
  const told: { topic: string; params: Record<string, unknown> }[] = [];
  const notify = (topic: string, params: object) => told.push({ topic, params: { ...params } });
  const visit = enter({ name, notify: (topic, params) => void notify(topic, params) });
  const leaving = new AbortController();
  /** Without letting time pass. */
  const begin = <M extends MethodName>(method: M, params: ParamsOf<M>): Promise<MethodResults[M]> =>
    visit.call(method, params, leaving.signal) as Promise<MethodResults[M]>;
  const call = <M extends MethodName>(method: M, params: ParamsOf<M>): Promise<MethodResults[M]> =>
    clock.until(begin(method, params));
  /** Whatever a client may say. */
  const anything = (method: string, params?: unknown) =>
    clock.until(visit.call(method, params, leaving.signal));
  return { visit, told, begin, call, anything, leaving };
}

function asciiLine(clock: FakeClock) {
  const virtual = new VirtualLine({ clock, name: 'ascii' });
  const bank = new MemoryBank({ holdingRegisters: { 289: 772 } });
  virtual.attach(modbusInstrument({ unit: 1, bank, framing: asciiFraming() }));
  return virtual.transport();
}

function tcpLine(clock: FakeClock) {
  const { a, b } = memoryPair();
  const framing = mbapFraming();
  const bank = new MemoryBank({ holdingRegisters: { 289: 772 } });
  const answer = (frame: Uint8Array) => {
    const { unit, pdu } = framing.unwrap(frame);
    return framing.respond(frame, unit, answerRequest(pdu, bank)!);
  };
  void new Responder(b, { framing, answer, clock }).open();
  return a;
}
