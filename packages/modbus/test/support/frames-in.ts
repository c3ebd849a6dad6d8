import { createScanner, RecordKind } from '@bus/codec';
import type { ModbusFraming } from '../../src/index.js';
import { hexOf } from '../vectors.js';

/** The frames that a scanner finds when it is fed `chunks`, and then silence. */
export function framesIn(framing: ModbusFraming, chunks: readonly Uint8Array[]): string[] {
  const scanner = createScanner();
  const frames: string[] = [];
  const collect = (count: number) => {
    for (let index = 0; index < count * 3; index += 3) {
      if (scanner.records[index] !== RecordKind.FRAME) continue;
      const offset = scanner.records[index + 1]!;
      frames.push(hexOf(scanner.window.subarray(offset, offset + scanner.records[index + 2]!)));
    }
  };
  for (const chunk of chunks) {
    scanner.write(chunk);
    collect(framing.scan(scanner, false));
  }
  collect(framing.scan(scanner, true));
  scanner.release();
  return frames;
}

/** The bytes whole, cut at every place, and one by one. */
export function* chunkings(bytes: Uint8Array): Generator<Uint8Array[]> {
  yield [bytes];
  for (let cut = 1; cut < bytes.length; cut += 1) yield [bytes.slice(0, cut), bytes.slice(cut)];
  yield Array.from(bytes, byte => Uint8Array.of(byte));
}
