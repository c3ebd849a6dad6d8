import { type CandidateFinder, CaptureScanner, type ChainFrame } from '@bus/codec/capture';
import { RtuEvidence } from './rtu-evidence.js';
import { answers, type CaptureSide, type RtuMessage } from './rtu-message.js';

/** A frame found in a capture. */
export interface CaptureFrame {
  /** Bytes of the stream before it. */
  readonly offset: number;
  readonly length: number;
  /** The whole frame, checksum included. */
  readonly bytes: Uint8Array;
  /** Who sent it. `unknown` when both may have sent it and its neighbours do not tell. */
  readonly side: CaptureSide;
  readonly unit: number;
  /** 1..127; of a refusal, the function that was refused. */
  readonly functionCode: number;
  /** Of a refusal: why. */
  readonly exceptionCode: number | undefined;
  /** Bits of evidence of its own that it is a frame and not chance; above 20 when the function is known. */
  readonly score: number;
  /** True while later bytes may still show that it is no frame. */
  readonly provisional: boolean;
  /** Of a response: offset of the request that it answers, when that is the frame before it. */
  readonly answers: number | undefined;
}

/** Finds the frames of one stream, which may be endless: memory and the work per byte are bounded. */
export interface RtuCapture {
  /** Bytes so far. */
  readonly position: number;
  /** Position before which no frame begins that was not returned yet. */
  readonly settled: number;
  /** The frames behind those that were returned, by what is known so far. Asking changes nothing. */
  readonly provisional: readonly CaptureFrame[];
  /**
   * Takes the next bytes.
   *
   * @returns the frames that no later byte can change, in order, each once: most of them some 256 bytes late.
   */
  write(chunk: Uint8Array): CaptureFrame[];
  /** The stream is over: returns the frames that were still provisional. The next `write` begins another stream. */
  end(): CaptureFrame[];
}

/**
 * Finds the frames in Modbus RTU traffic that was recorded without times, damaged and foreign bytes included. Frames of
 * functions that nobody knows are found, too. The same bytes give the same frames however they are cut into chunks.
 *
 * @param finder finds the candidates; one of WebAssembly, or of JavaScript where that is forbidden, unless given.
 * @example
 * import { captureRtu } from '@bus/modbus/capture';
 *
 * const capture = captureRtu();
 * capture.write(Uint8Array.of(0xff, 0x01, 0x03, 0x01, 0x21, 0x00, 0x01, 0xd5, 0xfc));
 * capture.provisional.length; // 1
 * capture.end(); // [{ offset: 1, length: 8, side: 'request', unit: 1, functionCode: 3, … }]
 */
export function captureRtu(finder?: CandidateFinder): RtuCapture {
  let scanner = new CaptureScanner(new RtuEvidence(), finder);
  let previous: ChainFrame<RtuMessage> | undefined;
  const describe = (frames: readonly ChainFrame<RtuMessage>[], provisional: boolean): CaptureFrame[] =>
    frames.map((frame, i) => captureFrame(frame, frames[i - 1] ?? previous, provisional));
  const final = (frames: readonly ChainFrame<RtuMessage>[]): CaptureFrame[] => {
    const described = describe(frames, false);
    previous = frames.at(-1) ?? previous;
    return described;
  };
  return {
    get position() {
      return scanner.position;
    },
    get settled() {
      return scanner.settled;
    },
    get provisional() {
      return describe(scanner.provisional, true);
    },
    write: chunk => final(scanner.write(chunk)),
    end() {
      const rest = final(scanner.end());
      previous = undefined;
      // What was learnt of one line says nothing of another.
      scanner = new CaptureScanner(new RtuEvidence(), finder);
      return rest;
    },
  };
}

/**
 * The frames in a whole recording of Modbus RTU traffic.
 *
 * @example
 * import { scanCapture } from '@bus/modbus/capture';
 *
 * const frames = scanCapture(Uint8Array.of(0x01, 0x03, 0x01, 0x21, 0x00, 0x01, 0xd5, 0xfc));
 * frames[0]?.side; // 'request'
 */
export function scanCapture(bytes: Uint8Array): CaptureFrame[] {
  const capture = captureRtu();
  return [...capture.write(bytes), ...capture.end()];
}

function captureFrame(
  { offset, length, score, meaning }: ChainFrame<RtuMessage>,
  previous: ChainFrame<RtuMessage> | undefined,
  provisional: boolean,
): CaptureFrame {
  const { bytes, side, unit, functionCode, exceptionCode } = meaning;
  const answered = previous && answers(previous.meaning, meaning) ? previous.offset : undefined;
  return {
    offset,
    length,
    bytes,
    side,
    unit,
    functionCode,
    exceptionCode,
    score,
    provisional,
    answers: answered,
  };
}
