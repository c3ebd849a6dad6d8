import { RECORDS } from './layout.js';
import { RecordKind } from './scanner.js';

/** The records of one scan, written in the order of the bytes. `assembly/records.ts` is the same. */
export class RecordList {
  count = 0;
  private readonly words: Int32Array;
  /** Start of the bytes that belong to no record yet. */
  private noise = 0;
  private damaged = false;

  constructor(words: Int32Array) {
    this.words = words;
  }

  begin(start: number): void {
    this.count = 0;
    this.noise = start;
    this.damaged = false;
  }

  get isFull(): boolean {
    return this.count === RECORDS;
  }

  /** The noise that is being collected holds an awaited answer with a wrong checksum. */
  markDamaged(): void {
    this.damaged = true;
  }

  /** Records what stands before `end` and belongs to no frame. */
  endNoise(end: number): void {
    if (this.isFull || end <= this.noise) return;
    this.push(this.damaged ? RecordKind.DAMAGED : RecordKind.NOISE, this.noise, end - this.noise);
    this.noise = end;
    this.damaged = false;
  }

  /** Records all bytes from `offset` on as one piece of the given kind. There must be room. */
  pushPiece(kind: number, offset: number, length: number): void {
    this.push(kind, offset, length);
    this.noise = offset + length;
  }

  private push(kind: number, offset: number, length: number): void {
    const at = 3 * this.count++;
    this.words[at] = kind;
    this.words[at + 1] = offset;
    this.words[at + 2] = length;
  }
}
