import type { AnswerKind } from '@bus/dcon';
import type { Line } from '@bus/line';
import type { FramingName } from '@bus/transport-node';
import type { RawAnswer } from '../../protocol/index.js';
import type { ExchangeCall } from '../call-context.js';

/** What was typed, understood: whom it is for, and what sends it. */
export interface RawCommand {
  /** See `unit-key.ts`. */
  readonly unit: string;
  /** @throws {BusError} nobody answered, or not soundly. A refusal is an answer. */
  send(line: Line, call: ExchangeCall): Promise<Omit<RawAnswer, 'elapsed'>>;
}

/** What belongs to the text. */
export interface RawOptions {
  /** The framing that Modbus has on the line. */
  readonly framing: FramingName;
  /** DCON: the module's checksum is on. */
  readonly checksum: boolean;
  /** DCON: what to expect. */
  readonly answer: AnswerKind | undefined;
}

/** Understands what was typed. @throws {UsageError} it is no such command. */
export type RawParser = (text: string, options: RawOptions) => RawCommand;
