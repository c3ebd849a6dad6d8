import { type Transport, TransportError, type TransportSink } from '@bus/line';
import type { Bridge } from './bridge.js';
import type { ServedLines } from './served-line.js';

/** Senders that are remembered; beyond that the one that was silent for longest is forgotten. */
const MAX_PEERS = 64;

interface Peer {
  readonly transport: DatagramTransport;
  readonly bridge: Promise<Bridge>;
}

/** Those who send datagrams, each as a connection of its own. */
export class DatagramPeers {
  readonly #lines: ServedLines;
  readonly #peers = new Map<string, Peer>();

  constructor(lines: ServedLines) {
    this.#lines = lines;
  }

  /** @param reply sends a datagram back. */
  async take(name: string, datagram: Uint8Array, reply: (bytes: Uint8Array) => void): Promise<void> {
    const peer = this.#peers.get(name) ?? this.#newPeer(name);
    // The latest sender stands last.
    this.#peers.delete(name);
    this.#peers.set(name, peer);
    await peer.bridge;
    peer.transport.reply = reply;
    peer.transport.hear(datagram);
  }

  async close(): Promise<void> {
    for (const { bridge } of this.#peers.values()) await (await bridge).close();
    this.#peers.clear();
  }

  #newPeer(name: string): Peer {
    const [oldest] = this.#peers.keys();
    if (oldest !== undefined && this.#peers.size >= MAX_PEERS) this.#forget(oldest);
    const transport = new DatagramTransport(name);
    const bridge = this.#lines.bridge(transport).then(async made => {
      await made.open();
      void made.closed.then(() => {
        if (this.#peers.get(name)?.transport === transport) this.#peers.delete(name);
      });
      return made;
    });
    return { transport, bridge };
  }

  #forget(name: string): void {
    const peer = this.#peers.get(name);
    this.#peers.delete(name);
    void peer?.bridge.then(bridge => bridge.close());
  }
}

/** A transport whose other end is somebody who sends datagrams. */
class DatagramTransport implements Transport {
  readonly medium;
  reply: (bytes: Uint8Array) => void = () => undefined;
  #sink: TransportSink | undefined;

  constructor(name: string) {
    this.medium = { name: `udp from ${name}`, characterTime: 0 };
  }

  hear(datagram: Uint8Array): void {
    if (datagram.length > 0) this.#sink?.data(datagram);
  }

  async open(sink: TransportSink): Promise<void> {
    this.#sink = sink;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#sink === undefined) throw new TransportError('closed', `${this.medium.name} is not open`);
    this.reply(bytes.slice());
  }

  async close(): Promise<void> {
    this.#sink = undefined;
  }
}
