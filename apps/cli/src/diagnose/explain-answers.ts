import { crc16 } from '@bus/codec';
import { formatHex } from '@bus/line';
import type { CharacterFormat } from './character-format.js';
import { explainStream } from './explain-stream.js';
import type { Finding } from './finding.js';

/** One question and everything that was heard until its time-out or answer. */
export interface Attempt {
  readonly sent: Uint8Array;
  readonly heard: Uint8Array;
  /** The sound answer in it. */
  readonly answer?: Uint8Array;
}

/**
 * What questions and all that was heard after them tell of the line: echo, missing and damaged answers, and what stands
 * around them.
 *
 * @param attempts at least one, of the same unit.
 */
export async function explainAnswers(
  attempts: readonly Attempt[],
  format: Pick<CharacterFormat, 'baudRate' | 'parity' | 'dataBits'>,
): Promise<Finding[]> {
  const echo = echoOf(attempts);
  const withoutEcho = attempts.map(attempt => ({
    ...attempt,
    heard: echo === 'whole' ? attempt.heard.subarray(attempt.sent.length) : attempt.heard,
  }));
  const answered = withoutEcho.filter(({ answer }) => answer !== undefined);
  return [
    ...echoFinding(echo),
    answerFinding(answered.length, attempts.length, echo),
    ...strayBytes(answered),
    ...(await damage(
      withoutEcho.filter(({ answer }) => answer === undefined),
      format,
    )),
  ];
}

/** Does what was heard begin with what was sent? */
function echoOf(attempts: readonly Attempt[]): 'whole' | 'cut' | 'none' {
  const begins = attempts.map(({ sent, heard, answer }) => {
    if (startsWith(heard, sent)) return 'whole';
    return answer === undefined && heard.length > 2 && startsWith(sent, heard) ? 'cut' : 'none';
  });
  const [first = 'none'] = begins;
  return begins.every(kind => kind === first) ? first : 'none';
}

function startsWith(bytes: Uint8Array, beginning: Uint8Array): boolean {
  return beginning.every((byte, index) => byte === bytes[index]);
}

function echoFinding(echo: 'whole' | 'cut' | 'none'): Finding[] {
  if (echo === 'none') return [];
  const text =
    echo === 'whole' ? 'the adapter hears what it sends' : 'the beginning of each question came back';
  const advice =
    echo === 'whole'
      ? 'Set --echo on, or switch the echo off at the adapter.'
      : 'An echo that is cut short, or crossed wires: check the wiring, or set --echo on.';
  return [{ check: 'echo', status: 'warning', sure: echo === 'whole' ? 'certain' : 'likely', text, advice }];
}

function answerFinding(answered: number, asked: number, echo: string): Finding {
  if (answered === asked)
    return {
      check: 'answer',
      status: 'ok',
      sure: 'certain',
      text: `${asked} of ${asked} questions were answered`,
    };
  const text = `${answered} of ${asked} questions were answered soundly`;
  if (answered > 0) {
    const advice = 'Check termination, cable length and ground; bus ping measures the loss.';
    return { check: 'answer', status: 'warning', sure: 'certain', text, advice };
  }
  const sent = echo === 'none' ? '' : ' The question did reach the line.';
  const advice = `Check unit, baud rate, parity and power, and swap A and B; bus scan line tries settings.${sent}`;
  return { check: 'answer', status: 'problem', sure: 'certain', text, advice };
}

/** Bytes besides the answer, as from a driver that is switched while the line has no bias. */
function strayBytes(answered: readonly Attempt[]): Finding[] {
  const strays = answered.filter(({ heard, answer }) => heard.length > answer!.length);
  if (strays.length === 0) return [];
  const [{ heard, answer }] = strays as [Attempt];
  const before = indexOf(heard, answer!);
  const stray = before > 0 ? heard.subarray(0, before) : heard.subarray(Math.max(0, before) + answer!.length);
  const where = before > 0 ? 'in front of' : 'behind';
  return [
    {
      check: 'bias',
      status: 'warning',
      sure: 'likely',
      text: `${formatHex(stray.subarray(0, 8))} came ${where} an answer`,
      advice: 'The line floats while no driver is on: give it bias resistors, and check the termination.',
    },
  ];
}

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  for (let at = 0; at + part.length <= bytes.length; at += 1)
    if (part.every((byte, index) => byte === bytes[at + index])) return at;
  return -1;
}

async function damage(
  unanswered: readonly Attempt[],
  format: Pick<CharacterFormat, 'baudRate' | 'parity' | 'dataBits'>,
): Promise<Finding[]> {
  const heard = unanswered.filter(attempt => attempt.heard.length > 0);
  if (heard.length === 0) return [];
  if (heard.every(lostFirstByte)) {
    const advice =
      'This side drives the line for too long: shorten --rts-delay-after, or use an adapter that switches by itself.';
    return [
      {
        check: 'turnaround',
        status: 'problem',
        sure: 'likely',
        text: 'the first byte of the answer is lost',
        advice,
      },
    ];
  }
  const bytes = Uint8Array.from(heard.flatMap(attempt => [...attempt.heard]));
  const findings = await explainStream(bytes, format);
  // Sound frames that are no answer come from somebody else.
  return findings.map(finding =>
    finding.status === 'ok'
      ? { ...finding, status: 'warning', text: `${finding.text}: others talk on this line` }
      : finding,
  );
}

/** With the unit's address in front, the checksum of RTU is right. */
function lostFirstByte({ sent, heard }: Attempt): boolean {
  if (heard.length < 4) return false;
  return crc16(Uint8Array.of(sent[0]!, ...heard)) === 0;
}
