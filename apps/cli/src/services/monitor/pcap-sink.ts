import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { UsageError } from '@bus/line';
import type { MonitorEvent } from '@bus/line/monitor';
import { pcapHead, pcapPacket } from '../../capture/pcap-file.js';

/** Pieces of noise shorter than this are no damaged frame. */
const SHORTEST = 4;

/** Writes the RTU frames that are overheard, and pieces that were probably some, to a pcap file. */
export class PcapSink {
  packets = 0;
  readonly #stream: WriteStream;
  /** Since 1970, of a time of 0. */
  readonly #epoch: number;

  private constructor(stream: WriteStream, epoch: number) {
    this.#stream = stream;
    this.#epoch = epoch;
  }

  /** @throws {UsageError} the file cannot be written. */
  static async open(path: string, epoch: number): Promise<PcapSink> {
    const stream = createWriteStream(path);
    try {
      await once(stream, 'open');
    } catch (cause) {
      throw new UsageError(`--pcap: ${path} cannot be written: ${(cause as Error).message}`, { cause });
    }
    stream.write(pcapHead());
    return new PcapSink(stream, epoch);
  }

  take(event: MonitorEvent): void {
    if (event.kind === 'unanswered') return;
    const bytes = event.kind === 'noise' ? event.bytes : event.frame.bytes;
    const wanted = event.kind === 'noise' ? bytes.length >= SHORTEST : event.frame.framing.name === 'rtu';
    if (!wanted) return;
    this.packets += 1;
    this.#stream.write(pcapPacket(bytes, this.#epoch + (event.time ?? 0)));
  }

  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream);
  }
}
