import type { Medium, Transport, TransportSink } from '@bus/line';

/** A line in memory with any number of stations: each hears what the others write. */
export class WireHub {
  readonly #stations = new Set<Station>();
  /** Every write and who made it. */
  readonly written: { readonly station: number; readonly bytes: Uint8Array }[] = [];

  attach(): Transport {
    const station = new Station(this, this.#stations.size);
    this.#stations.add(station);
    return station;
  }

  carry(from: Station, bytes: Uint8Array): void {
    this.written.push({ station: from.number, bytes });
    for (const station of this.#stations) if (station !== from) station.sink?.data(bytes.slice());
  }
}

class Station implements Transport {
  readonly medium: Medium = { name: 'hub', characterTime: 0 };
  readonly number: number;
  sink: TransportSink | undefined;
  readonly #hub: WireHub;

  constructor(hub: WireHub, number: number) {
    this.#hub = hub;
    this.number = number;
  }

  async open(sink: TransportSink): Promise<void> {
    this.sink = sink;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const copy = bytes.slice();
    queueMicrotask(() => this.#hub.carry(this, copy));
    await Promise.resolve();
  }

  async close(): Promise<void> {
    this.sink = undefined;
  }
}
