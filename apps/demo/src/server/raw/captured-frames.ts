import { DeviceError, type Line } from '@bus/line';

/** What went over the wire for one question: its last attempt, where it was repeated. */
export interface CapturedFrames {
  readonly sent: Uint8Array;
  /** The whole answer; absent when nobody answers such a question. */
  readonly heard: Uint8Array | undefined;
}

/**
 * Asks something and returns the frames of the question and of its answer as they were on the wire. A refusal is an
 * answer like others.
 *
 * @param isOurs tells the label of the question from those of other callers.
 * @throws whatever the task throws, but for refusals.
 */
export async function capturedFrames(
  line: Line,
  isOurs: (label: string) => boolean,
  task: () => Promise<unknown>,
): Promise<CapturedFrames> {
  let sent: Uint8Array | undefined;
  let heard: Uint8Array | undefined;
  const end = line.on('trace', ({ kind, label, bytes }) => {
    if (label === undefined || !isOurs(label)) return;
    if (kind === 'request') [sent, heard] = [bytes, undefined];
    else if (kind === 'reply') heard = bytes;
  });
  try {
    await task();
  } catch (error) {
    if (!(error instanceof DeviceError) || heard === undefined) throw error;
  } finally {
    end();
  }
  if (sent === undefined) throw new Error('a question was answered that the trace does not have');
  return { sent, heard };
}
