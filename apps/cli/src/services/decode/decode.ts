import { type FrameField, formatHex, UsageError } from '@bus/line';
import { type HeardFrame, Monitor, type MonitorEvent } from '@bus/line/monitor';
import type { Guess } from '@bus/modbus/dissect';
import type { HeardChunk } from '../../capture/heard-chunk.js';
import type { CaptureForm } from '../../capture/read-capture.js';
import type { Finding } from '../../diagnose/finding.js';
import { type MonitorProtocol, serialEars } from '../monitor/ears.js';
import { dissectHeard } from './dissect-heard.js';

export interface DecodeOptions {
  /** Hexadecimal text, or frames of text: all of it is one piece. Or the name of a file. */
  text?: readonly string[];
  /** A file in place of it, each line of text or packet one piece; `-` is what is piped in. */
  file?: string;
  /** How the file is written; found out by default. */
  form?: CaptureForm;
  /** What was expected: all framings by default. */
  framing?: 'rtu' | 'ascii' | 'tcp' | 'dcon' | 'drio';
  /** Bits per second at which a piece was heard, to recognise another speed. */
  baud?: number;
}

export interface DecodedField extends Omit<FrameField, 'value' | 'meaning' | 'problem'> {
  /** Hexadecimal text. */
  bytes: string;
  value?: number | string;
  meaning?: string;
  problem?: string;
}

/** A frame, field by field. */
export interface DecodedFrame {
  kind: 'frame';
  /** Which piece of the input, from 1. */
  piece: number;
  /** Bytes of the piece in front of it. */
  offset: number;
  framing: string;
  side: 'request' | 'response' | 'unknown';
  bytes: string;
  meaning: string;
  fields: DecodedField[];
  /** What is wrong with it. */
  problems: string[];
}

/** What may have happened to a broken piece. */
export interface DecodedGuess {
  fault: string;
  /** What is supposed to have happened. */
  text: string;
  framing: string;
  /** What was probably meant, as hexadecimal text. */
  bytes?: string;
  meaning?: string;
  /** Bits of evidence: below 8 it may well be chance. */
  evidence: number;
}

/** Bytes that are no frame. */
export interface DecodedBroken {
  kind: 'broken';
  piece: number;
  offset: number;
  bytes: string;
  /** The likeliest first. All of them are guesses. */
  guesses: DecodedGuess[];
  /** What the bytes tell of the line's settings. */
  findings: Finding[];
}

/** A question with its answer directly behind it, in one piece: perhaps local echo. */
export interface DecodedEcho {
  kind: 'echo';
  piece: number;
  text: string;
}

export interface DecodeResult {
  parts: (DecodedFrame | DecodedBroken | DecodedEcho)[];
  /** Pieces that were looked at. */
  pieces: number;
  /** True when every byte is in a frame that is sound. */
  sound: boolean;
}

/** Guesses that are shown for one piece. */
const MAX_GUESSES = 6;
/** Broken pieces longer than this are not searched for what they were meant to be. */
const LONGEST = 300;

/**
 * Explains frames field by field, and broken ones by what they were probably meant to be.
 *
 * @throws {UsageError} the input cannot be read or holds no bytes.
 *
 * @example (await decode({ text: ['01 03 01 21 00 01 D5 FC'] })).parts[0]
 */
export async function decode(options: DecodeOptions): Promise<DecodeResult> {
  const pieces = await readPieces(options);
  const monitors = await decoders(options.framing);
  const parts: DecodeResult['parts'] = [];
  for (const [index, { bytes, tcp }] of pieces.entries()) {
    const piece = index + 1;
    const events = monitors(bytes, tcp || options.framing === 'tcp');
    for (const event of events) parts.push(...(await partsOf(event, piece, options)));
    parts.push(...echoIn(events, piece));
  }
  const sound = parts.every(
    part => part.kind !== 'broken' && (part.kind === 'echo' || part.problems.length === 0),
  );
  return { parts, pieces: pieces.length, sound };
}

async function readPieces({ text = [], file, form }: DecodeOptions): Promise<HeardChunk[]> {
  const { readCapture, STDIN } = await import('../../capture/read-capture.js');
  if (text.length > 0 && file !== undefined) throw new UsageError('give bytes or --file, not both');
  if (text.length === 0 && file === undefined && process.stdin.isTTY === true)
    throw new UsageError('no bytes were given, and nothing is piped in', {
      hint: 'bus decode 01 03 01 21 00 01 D5 FC, or --file - to type them.',
    });
  const pieces = text.length > 0 ? await piecesOf(text, form) : await readCapture(file ?? STDIN, form);
  if (pieces.length === 0)
    throw new UsageError('there are no bytes to decode', { hint: 'bus decode 01 03 01 21 00 01 D5 FC' });
  return pieces;
}

/** Bytes, or what is no bytes but the name of a file. */
async function piecesOf(text: readonly string[], form: DecodeOptions['form']): Promise<HeardChunk[]> {
  const { parseHexText } = await import('../../capture/hex-text.js');
  try {
    return parseHexText(text.join(' '));
  } catch (error) {
    const { existsSync } = await import('node:fs');
    const { readCapture } = await import('../../capture/read-capture.js');
    if (text.length === 1 && existsSync(text[0]!)) return await readCapture(text[0]!, form);
    if (text.length === 1 && /[/\\]|\.\w+$/.test(text[0]!))
      throw new UsageError(`${text[0]} is neither bytes nor a file that is there`, { cause: error });
    throw error;
  }
}

type Found = (bytes: Uint8Array, tcp: boolean) => MonitorEvent[];

/** Finds the frames of one piece after the other: a question may be answered in the next. */
async function decoders(framing: DecodeOptions['framing']): Promise<Found> {
  const { mbapEar } = await import('@bus/modbus/monitor');
  const { isSound } = await import('@bus/modbus/dissect');
  const { mbapFraming } = await import('@bus/modbus');
  const protocols =
    framing === undefined || framing === 'tcp' ? undefined : [framing satisfies MonitorProtocol];
  const ears = await serialEars(protocols);
  const serial = new Monitor({ ears: ears() });
  const network = new Monitor({ ears: [mbapEar()] });
  const mbap = mbapFraming();
  const isTcp = (bytes: Uint8Array): boolean => {
    const length = bytes.length < 8 ? Number.NaN : 6 + bytes[4]! * 256 + bytes[5]!;
    return length <= bytes.length && isSound(mbap, bytes.subarray(0, length));
  };
  return (bytes, tcp) => {
    const monitor = tcp || (framing === undefined && isTcp(bytes)) ? network : serial;
    return [...monitor.hear(bytes), ...monitor.settle()].map(event =>
      fromPiece(event, monitor, bytes.length),
    );
  };
}

/** Offsets count from the beginning of the piece. */
function fromPiece(event: MonitorEvent, monitor: Monitor, length: number): MonitorEvent {
  const start = monitor.position - length;
  if (event.kind === 'noise') return { ...event, offset: event.offset - start };
  if (event.kind === 'unanswered') return event;
  return { ...event, frame: { ...event.frame, offset: event.frame.offset - start } };
}

async function partsOf(
  event: MonitorEvent,
  piece: number,
  { framing, baud }: DecodeOptions,
): Promise<(DecodedFrame | DecodedBroken)[]> {
  if (event.kind === 'unanswered') return [];
  if (event.kind === 'noise') {
    const unknown = await dissectHeard.unknownRtu(event.bytes, piece, event.offset, framing);
    return [unknown ?? (await broken(event.bytes, piece, event.offset, framing, baud))];
  }
  return [await dissectHeard(event, piece)];
}

async function broken(
  bytes: Uint8Array,
  piece: number,
  offset: number,
  expected: DecodeOptions['framing'],
  baud: number | undefined,
): Promise<DecodedBroken> {
  const { diagnose } = await import('@bus/modbus/dissect');
  const { explainStream } = await import('../../diagnose/explain-stream.js');
  const guesses = bytes.length > LONGEST ? [] : diagnose(bytes, expected === undefined ? {} : { expected });
  const { dconGuesses } = await import('@bus/dcon/monitor');
  const all = [...guesses, ...dconGuesses(bytes).map(guess => ({ ...guess, side: undefined }))]
    .toSorted((a, b) => b.evidence - a.evidence)
    .slice(0, MAX_GUESSES);
  const format = { baudRate: baud ?? 0, parity: 'none', dataBits: 8 } as const;
  const findings = (await explainStream(bytes, format)).filter(({ check }) => telling.has(check));
  return { kind: 'broken', piece, offset, bytes: formatHex(bytes), guesses: all.map(told), findings };
}

/** What a piece may tell of the line; that it holds no frame is known already. */
const telling: ReadonlySet<string> = new Set(['baud', 'parity', 'data-bits', 'polarity', 'bias']);

function told({
  kind,
  text,
  framing,
  frame,
  meaning,
  evidence,
}: Omit<Guess, 'kind'> & { kind: string }): DecodedGuess {
  return {
    fault: kind,
    text,
    framing,
    ...(frame === undefined ? {} : { bytes: formatHex(frame) }),
    ...(meaning === undefined ? {} : { meaning }),
    evidence: Math.round(evidence),
  };
}

/** A question and its answer with nothing between them. */
function echoIn(events: readonly MonitorEvent[], piece: number): DecodedEcho[] {
  return events.flatMap((event, index) => {
    if (event.kind !== 'answer' || event.request === undefined || index === 0) return [];
    const before = events[index - 1] as HeardFrame & { kind: string };
    if (before.kind !== 'request' || before.number !== event.request.number) return [];
    const text =
      'the question and its answer came together: local echo, if the one who asked heard both (a guess)';
    return [{ kind: 'echo', piece, text }];
  });
}
