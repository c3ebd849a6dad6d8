import { Line, type LineOptions, memoryPair } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import {
  type GatewayEvent,
  type GatewayOptions,
  type GatewayPortOptions,
  ModbusGateway,
} from '../../src/gateway/index.js';
import type { ServeOptions } from '../../src/index.js';
import { AnsweringPeer, type HeardRequest, type Pieces } from './answering-peer.js';
import { type FramingName, frameOf, framingOf } from './framings.js';

/** What the devices of a line answer: PDUs, or undefined for silence; 10 ms after they were asked. */
export type Devices = (request: HeardRequest) => readonly number[] | undefined;

/** Units 1 to 9, each of whose holding registers holds what the device's function says. */
export const registerOf =
  (value: (unit: number, address: number) => number): Devices =>
  ({ unit, pdu }) => {
    if (unit === 0 || unit > 9) return undefined;
    if (pdu[0] !== 3) return pdu[0] === 6 ? [...pdu] : [pdu[0]! + 0x80, 1];
    const now = value(unit, pdu[1]! * 256 + pdu[2]!);
    return [3, 2, now >> 8, now & 0xff];
  };

/** Registers that hold 100 times the unit. */
export const quiet = registerOf(unit => 100 * unit);

export interface PortSetting extends Omit<GatewayPortOptions, 'line' | 'framing'> {
  devices?: Devices;
  framing?: FramingName;
  line?: LineOptions;
}

/** A client of the gateway. */
export interface SceneClient {
  /** Sends one question; with Modbus TCP `id` is its transaction. */
  send(unit: number, pdu: readonly number[], id?: number): Promise<void>;
  /** What was heard since the last call: unit, PDU, and transaction of each. */
  heard(): { unit: number; id: number; pdu: number[] }[];
  /** Sends one question, lets time pass, and returns the PDU that answers. */
  ask(unit: number, ...pdu: number[]): Promise<number[] | undefined>;
  leave(): Promise<void>;
  readonly connected: boolean;
}

/** A gateway on a fake clock, with lines in memory whose devices answer as they are told. */
export function gatewayScene(
  ports: Record<string, PortSetting>,
  routes: GatewayOptions['routes'],
  options: Partial<GatewayOptions> = {},
) {
  const clock = new FakeClock();
  const events: GatewayEvent[] = [];
  const errors: unknown[] = [];
  const peers: Record<string, AnsweringPeer> = {};
  const lines: Record<string, Line> = {};
  const given: Record<string, GatewayPortOptions> = {};
  for (const [name, { devices = quiet, framing = 'rtu', line = {}, ...others }] of Object.entries(ports)) {
    const answer = (request: HeardRequest): Pieces => {
      const pdu = devices(request);
      return pdu === undefined ? [] : [[10, frameOf(framing, request.unit, pdu, request.id)]];
    };
    peers[name] = new AnsweringPeer(clock, framing, answer, { name, characterTime: 1 });
    lines[name] = new Line(peers[name], { clock, retries: 0, random: () => 0, timeout: 100, ...line });
    given[name] = { line: lines[name], framing, ...others };
  }
  const gateway = new ModbusGateway({
    ports: given,
    routes,
    clock,
    onRequest: event => events.push(event),
    onError: error => errors.push(error),
    ...options,
  });
  const outcomes = () => events.splice(0).map(({ outcome }) => outcome);
  const client = (peer = '10.0.0.7:4001', serve: ServeOptions & { framing?: FramingName } = {}) =>
    connect(gateway, clock, peer, serve);
  return { clock, gateway, events, errors, peers, lines, outcomes, client };
}

async function connect(
  gateway: ModbusGateway,
  clock: FakeClock,
  peer: string,
  { framing = 'tcp', ...serve }: ServeOptions & { framing?: FramingName },
): Promise<SceneClient> {
  const { a, b } = memoryPair();
  const served = await gateway.server.serve(b, { framing, peer, clock, ...serve });
  let connected = true;
  void served.closed.then(() => {
    connected = false;
  });
  let bytes: number[] = [];
  await a.open({ data: chunk => bytes.push(...chunk), closed: () => undefined });
  const scene: SceneClient = {
    async send(unit, pdu, id = 0) {
      await a.write(frameOf(framing, unit, pdu, id));
      await clock.advance(0);
    },
    heard() {
      const frames = cut(framing, Uint8Array.from(bytes));
      bytes = [];
      return frames.map(frame => {
        const { unit, pdu } = framingOf(framing).unwrap(frame);
        return { unit, id: framingOf(framing).multiplex?.idOf(frame) ?? 0, pdu: [...pdu] };
      });
    },
    async ask(unit, ...pdu) {
      await scene.send(unit, pdu);
      await clock.advance(1000);
      return scene.heard()[0]?.pdu;
    },
    leave: () => served.close(),
    get connected() {
      return connected;
    },
  };
  return scene;
}

function cut(framing: FramingName, bytes: Uint8Array): Uint8Array[] {
  if (bytes.length === 0 || framing !== 'tcp') return bytes.length === 0 ? [] : [bytes];
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 6 + bytes[at + 4]! * 256 + bytes[at + 5]!;
    frames.push(bytes.slice(at, end));
    at = end;
  }
  return frames;
}
