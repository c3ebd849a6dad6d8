import { limits } from '../doors/fake-hub.fixture.js';
import { type OpenDoors, openDoors } from '../doors/index.js';
import { RpcCode, RpcError } from '../protocol/index.js';
import type { Caller, Hub, Visit } from '../server/hub.js';
import type { DoorSettings } from '../server/settings/server-settings.js';

const point = { writable: true, role: 'output' } as const;
const instruments = [
  {
    id: 'oven',
    line: 'rs485',
    protocol: 'modbus',
    address: '1',
    model: 'temperature controller',
    title: 'Oven',
    points: [
      { ...point, id: 'setPoint', title: 'Set point', kind: 'number', unit: '°C', decimals: 1 },
      { ...point, id: 'alarm', title: 'Alarm', kind: 'switch' },
    ],
  },
  {
    id: 'dcon-02',
    line: 'rs485',
    protocol: 'dcon',
    address: '02',
    model: 'I-7044',
    title: 'I-7044',
    points: [{ ...point, id: 'output1', title: 'Output 1', kind: 'switch' }],
  },
];
const line = {
  id: 'rs485',
  medium: 'sim:',
  state: 'open',
  simulated: true,
  pluggable: true,
  protocol: 'dcon',
};

/** A hub with an oven, an I-7044 that may be dead, and a line. */
export class PanelHub implements Hub {
  readonly calls: [method: string, params: unknown][] = [];
  readonly callers = new Set<Caller>();
  lines: object[] = [line];
  values: Record<string, Record<string, unknown>> = {
    oven: { setPoint: 77.2, alarm: false },
    'dcon-02': { output1: true },
  };
  /** True: lists are never answered. */
  silent = false;
  /** What the I-7044 fails with. */
  failure: RpcError | undefined;

  enter(caller: Caller): Visit {
    this.callers.add(caller);
    return {
      call: async (method, params) => this.#call(method, params as Record<string, string>),
      leave: () => this.callers.delete(caller),
    };
  }

  notify(topic: string, params: object): void {
    for (const caller of this.callers) caller.notify(topic, { subscription: 1, ...params });
  }

  #call(method: string, params: Record<string, string> = {}): unknown {
    this.calls.push([method, params]);
    if (method === 'server.info') return {};
    if (this.silent && method.endsWith('.list')) return new Promise(() => undefined);
    if (method === 'lines.list') return this.lines;
    if (method === 'instruments.list') return instruments;
    if (method === 'line.send') return this.#send(params.text!);
    if (method === 'instruments.read') return this.#read(params.instrument!);
    if (method === 'points.write') return this.#write(params);
    if (method === 'subscribe') return { subscription: 1 };
    throw new RpcError(RpcCode.METHOD_NOT_FOUND, `there is no ${method}`);
  }

  #send(text: string) {
    const data = { code: 'no-reply', sent: '24 30 35', received: '', hint: 'Look at the wires.' };
    if (text !== '$022') throw new RpcError(RpcCode.LINE, 'no reply', data);
    return { sent: '24', heard: '21', text: '!02400600', meaning: 'module 02: 9600 baud', elapsed: 12.34 };
  }

  #read(instrument: string) {
    if (instrument === 'dcon-02' && this.failure) throw this.failure;
    return { instrument, values: this.values[instrument], readAt: 1 };
  }

  #write({ instrument, point, value }: Record<string, unknown>) {
    this.values[instrument as string]![point as string] = value;
    return this.#read(instrument as string);
  }
}

/** Opens the doors of a hub on free ports. */
export function openPanel(hub: Hub, settings: Partial<DoorSettings> = {}): Promise<OpenDoors> {
  const onError = (error: unknown): never => {
    throw error;
  };
  const all = { host: '127.0.0.1', httpPort: 0, tcpPort: 0, origins: [], limits, ...settings } as const;
  return openDoors(hub, all, { webRoot: 'none', onError });
}
