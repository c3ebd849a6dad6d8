import { type Medium, memoryPair } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import {
  MemoryBank,
  ModbusServer,
  type Served,
  type ServeOptions,
  type ServerOptions,
  ServerUnit,
  type ServerUnitOptions,
  Table,
} from '../../src/index.js';
import { type FramingName, framingOf } from './framings.js';

/** A table in which every address exists. */
function everywhere<T>(value: T): Table<T> {
  const read = (_: number, quantity: number): T[] => Array(quantity).fill(value);
  return Object.assign(new Table<T>(), { read, write: () => undefined });
}

/** A device in which every address of every table, file and queue exists. */
export function fullBank(): MemoryBank {
  return Object.assign(new MemoryBank(), {
    coils: everywhere(false),
    discreteInputs: everywhere(false),
    holdingRegisters: everywhere(0),
    inputRegisters: everywhere(0),
    file: () => everywhere(0),
    queue: () => [0x01b8, 0x1284],
  });
}

/** A device that has every public function. */
export const fullUnit = (options: ServerUnitOptions = {}): ServerUnit =>
  new ServerUnit({
    bank: fullBank(),
    identification: { vendorName: 'bus', productCode: 'T1', revision: 'V1.0' },
    serverId: Uint8Array.of(0x11, 0xff),
    ...options,
  });

/** A server on one end of a cable, and what is heard at the other. */
export interface ServerScene {
  readonly clock: FakeClock;
  readonly server: ModbusServer;
  readonly served: Served;
  readonly errors: unknown[];
  readonly framing: FramingName;
  /** Puts bytes on the wire. */
  send(...chunks: Uint8Array[]): Promise<void>;
  /** All that was heard since the last call, cut into frames. */
  heard(): Uint8Array[];
  /** Sends, waits long enough for silence to be noticed, and returns what was heard. */
  ask(...chunks: Uint8Array[]): Promise<Uint8Array[]>;
  /** The same for one PDU; its answer's PDU, or undefined. */
  askPdu(unit: number, ...pdu: number[]): Promise<number[] | undefined>;
  /** True while the connection stands. */
  connected(): boolean;
}

export interface SceneOptions extends ServeOptions {
  readonly medium?: Partial<Medium>;
}

export async function serving(
  framing: FramingName,
  units: ServerOptions['units'] | ServerOptions,
  { medium = {}, ...options }: SceneOptions = {},
): Promise<ServerScene> {
  const clock = new FakeClock();
  const errors: unknown[] = [];
  const { a, b } = memoryPair(medium);
  const given = (typeof units === 'object' && 'units' in units ? units : { units }) as ServerOptions;
  const server = new ModbusServer({ onError: error => errors.push(error), ...given });
  const served = await server.serve(b, { framing, clock, ...options });
  let received: number[] = [];
  let connected = true;
  void served.closed.then(() => {
    connected = false;
  });
  await a.open({ data: chunk => received.push(...chunk), closed: () => undefined });
  const scene: ServerScene = {
    clock,
    server,
    served,
    errors,
    framing,
    async send(...chunks) {
      for (const chunk of chunks) await a.write(chunk);
      await clock.advance(0);
    },
    heard() {
      const bytes = Uint8Array.from(received);
      received = [];
      return cut(framing, bytes);
    },
    async ask(...chunks) {
      await scene.send(...chunks);
      await clock.advance(1200);
      return scene.heard();
    },
    async askPdu(unit, ...pdu) {
      const frames = await scene.ask(framingOf(framing).wrap(unit, Uint8Array.from(pdu)));
      if (frames.length > 1) throw new Error(`${frames.length} answers to one request`);
      return frames[0] && [...framingOf(framing).unwrap(frames[0]).pdu];
    },
    connected: () => connected,
  };
  return scene;
}

/** Answers come one per frame on a serial line; several may stand in one write with Modbus TCP. */
function cut(framing: FramingName, bytes: Uint8Array): Uint8Array[] {
  if (bytes.length === 0) return [];
  if (framing === 'ascii') {
    const text = String.fromCharCode(...bytes);
    return (text.match(/[:>][0-9A-F]*\r[^0-9A-F]/g) ?? []).map(frame =>
      Uint8Array.from(frame, character => character.charCodeAt(0)),
    );
  }
  if (framing === 'rtu') return [bytes];
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 6 + bytes[at + 4]! * 256 + bytes[at + 5]!;
    frames.push(bytes.slice(at, end));
    at = end;
  }
  return frames;
}
