import type { Transport } from '@bus/line';
import { transportFor } from '@bus/transport-node';
import { PtyPair } from './pty.ts';

/**
 * A line with a master at one end and devices at the other, and somebody who listens: three cables that meet here, where
 * whatever comes from master and devices goes to the other and to the listener.
 */
export class TappedLine {
  /** What the listener has sent, which nobody gets. */
  readonly sentByListener: number[] = [];
  readonly #cables: readonly PtyPair[];
  readonly #ends: readonly Transport[];
  #written: Promise<unknown> = Promise.resolve();

  private constructor(cables: readonly PtyPair[], ends: readonly Transport[]) {
    this.#cables = cables;
    this.#ends = ends;
  }

  static async open(): Promise<TappedLine> {
    const cables: PtyPair[] = [];
    try {
      for (let count = 0; count < 3; count += 1) cables.push(await PtyPair.open());
      const line = new TappedLine(
        cables,
        cables.map(({ theirs }) => transportFor(theirs, {})),
      );
      await line.#join();
      return line;
    } catch (error) {
      for (const cable of cables) await cable.dispose();
      throw error;
    }
  }

  /** The port of the master. */
  get master(): string {
    return this.#cables[0]!.ours;
  }

  /** The port of the devices. */
  get devices(): string {
    return this.#cables[1]!.ours;
  }

  /** The port of who listens. */
  get listener(): string {
    return this.#cables[2]!.ours;
  }

  /** Bytes that nobody meant to send. */
  async noise(bytes: readonly number[]): Promise<void> {
    await this.#write(2, Uint8Array.from(bytes));
  }

  async dispose(): Promise<void> {
    await this.#written.catch(() => undefined);
    for (const end of this.#ends) await end.close();
    for (const cable of this.#cables) await cable.dispose();
  }

  async #join(): Promise<void> {
    const heard = [
      (bytes: Uint8Array) => void this.#write(1, bytes).catch(() => undefined),
      (bytes: Uint8Array) => void this.#write(0, bytes).catch(() => undefined),
    ];
    for (const [index, end] of this.#ends.entries()) {
      const data = (chunk: Uint8Array) => {
        if (index === 2) return void this.sentByListener.push(...chunk);
        const bytes = chunk.slice();
        void this.#write(2, bytes).catch(() => undefined);
        heard[index]!(bytes);
      };
      await end.open({ data, closed: () => undefined });
    }
  }

  /** One write after the other, as a transport wants it. */
  #write(to: number, bytes: Uint8Array): Promise<void> {
    const write = this.#written.then(() => this.#ends[to]!.write(bytes));
    this.#written = write.catch(() => undefined);
    return write;
  }
}
