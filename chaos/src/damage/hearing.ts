import { createScanner, RecordKind, type Scanner } from '@bus/codec';
import { type Exchange, FOREIGN, TAKEN } from '@bus/line';

/** What a question makes of the bytes that it hears before the line falls silent. */
export type Heard =
  | { readonly kind: 'value'; readonly value: unknown }
  /** The device seems to have refused. */
  | { readonly kind: 'refusal' }
  /** No answer, or one that is reported as damaged or wrong. */
  | { readonly kind: 'nothing' };

const NOTHING: Heard = { kind: 'nothing' };

/** Lets a question hear bytes, as the line's receiver does: the same scanner, the same rules, the same judgement. */
export class Hearing {
  readonly #exchange: Exchange<unknown>;
  readonly #scanner: Scanner = createScanner();

  constructor(exchange: Exchange<unknown>) {
    this.#exchange = exchange;
  }

  hear(bytes: Uint8Array): Heard {
    const { expectations, framing } = this.#exchange;
    const scanner = this.#scanner;
    scanner.clear();
    scanner.expect(expectations);
    scanner.write(bytes, 0);
    const early = this.#judge(framing.scan(scanner, false));
    return early.kind === 'nothing' ? this.#judge(framing.scan(scanner, true)) : early;
  }

  /** Gives the scanner's window back. */
  release(): void {
    this.#scanner.release();
  }

  #judge(count: number): Heard {
    const { window, records } = this.#scanner;
    for (let index = 0; index < 3 * count; index += 3) {
      if (records[index] !== RecordKind.FRAME) continue;
      const offset = records[index + 1]!;
      const heard = this.#accept(window.subarray(offset, offset + records[index + 2]!));
      if (heard.kind !== 'nothing') return heard;
    }
    return NOTHING;
  }

  #accept(frame: Uint8Array): Heard {
    try {
      const value = this.#exchange.accept(frame);
      return value === FOREIGN || value === TAKEN ? NOTHING : { kind: 'value', value };
    } catch (error) {
      return (error as Error).name.endsWith('Exception') ? { kind: 'refusal' } : NOTHING;
    }
  }
}
