import { describe, expect, it } from 'vitest';
import type { Framing } from '../framing.js';
import { chooseFrames } from './choose-frames.js';
import { Monitor } from './monitor.js';
import type { Overheard } from './overheard.js';
import { textEar } from './text-ear.js';

const framing = { name: 'test' } as Framing;
const frame = (offset: number, length: number, evidence: number): Overheard => ({
  offset,
  bytes: new Uint8Array(length),
  framing,
  unit: 1,
  side: 'unknown',
  evidence,
  unanswered: false,
  refusal: undefined,
  relation: () => 'other',
  answerBegins: () => false,
});

/** `q1;` is a question to unit 1, `a1;` its answer, `w1;` one that does not fit, and `x1;` either of the first two. */
const ear = () =>
  textEar({
    end: 0x3b,
    longest: 8,
    judge(run) {
      const from = run.length - 3;
      const text = String.fromCharCode(...run.subarray(Math.max(0, from)));
      if (!/^[qawx]\d;$/.test(text)) return undefined;
      const [letter, unit] = [text[0]!, Number(text[1])];
      const side = letter === 'q' ? 'request' : letter === 'x' ? 'unknown' : 'response';
      return {
        ...frame(0, 3, 20),
        from,
        unit,
        side,
        relation: other => {
          if (other.unit !== unit || other.side === 'request') return 'other';
          return other.bytes[0] === 0x77 ? 'wrong' : 'answer';
        },
        answerBegins: bytes => String.fromCharCode(...bytes).startsWith(`a${unit}`),
      };
    },
  });
const bytes = (text: string) => new TextEncoder().encode(text);

function told(...heard: readonly (readonly [time: number | undefined, text: string])[]): string[] {
  const monitor = new Monitor({ ears: [ear()], timeout: 100, lateWindow: 1000, silence: 50 });
  const events = [...heard.flatMap(([time, text]) => monitor.hear(bytes(text), time)), ...monitor.end()];
  return events.map(event => {
    if (event.kind === 'noise') return `noise ${event.bytes.length}${event.damaged ? ' damaged' : ''}`;
    if (event.kind === 'unanswered') return `unanswered #${event.request.number}`;
    if (event.kind === 'request') return `request${event.assumed ? ' assumed' : ''}`;
    const { request, latency, late, fits } = event;
    return `answer to #${request?.number} ${latency}${late ? ' late' : ''}${fits ? '' : ' wrong'}`;
  });
}

describe('frames that overlap', () => {
  it('are chosen so that they have the most evidence together', () => {
    const chosen = (...frames: Overheard[]) => chooseFrames(frames).map(({ offset }) => offset);
    expect(chosen(frame(0, 10, 20), frame(0.5, 4, 12), frame(5, 4, 12))).toEqual([0.5, 5]);
    expect(chosen(frame(0, 10, 30), frame(1, 4, 12), frame(5, 4, 12))).toEqual([0]);
    expect(chosen(frame(0, 4, 5), frame(4, 4, 5))).toEqual([0, 4]);
    expect(chosen(frame(0, 4, -1))).toEqual([]);
  });
});

describe('a monitor', () => {
  it('pairs an answer with its question, and knows how long it took', () => {
    expect(told([0, 'q1;'], [12, 'a1;'])).toEqual(['request', 'answer to #1 12']);
  });

  it('says nothing of the time between what came in one piece, or without times', () => {
    expect(told([0, 'q1;a1;'])).toEqual(['request', 'answer to #1 undefined']);
    expect(told([undefined, 'q1;'], [undefined, 'a1;'])).toEqual(['request', 'answer to #1 undefined']);
  });

  it('gives a question up when its time is over, or when the next is asked', () => {
    expect(told([0, 'q1;'], [150, 'q2;'])).toEqual(['request', 'unanswered #1', 'request', 'unanswered #2']);
    expect(told([0, 'q1;'], [20, 'q2;'], [30, 'a2;'])).toEqual([
      'request',
      'unanswered #1',
      'request',
      'answer to #2 10',
    ]);
  });

  it('recognises a late answer, and does not say which of equal questions it took how long to answer', () => {
    expect(told([0, 'q1;'], [150, 'a1;'])).toEqual(['request', 'unanswered #1', 'answer to #1 150 late']);
    expect(told([0, 'q1;'], [150, 'q1;'], [300, 'a1;']).at(-1)).toBe('answer to #2 undefined late');
    expect(told([0, 'q1;'], [1500, 'a1;']).at(-1)).toBe('answer to #undefined undefined');
  });

  it('takes what may be both for a question, unless such a question is open', () => {
    expect(told([0, 'x1;'], [10, 'x1;'])).toEqual(['request assumed', 'answer to #1 10']);
    expect(told([0, 'x1;'], [150, 'x1;'])).toEqual([
      'request assumed',
      'unanswered #1',
      'request assumed',
      'unanswered #2',
    ]);
  });

  it('tells of answers to nothing, and of those that do not fit', () => {
    expect(told([0, 'a1;'])).toEqual(['answer to #undefined undefined']);
    expect(told([0, 'q1;'], [10, 'w1;'])).toEqual(['request', 'answer to #1 10 wrong']);
  });

  it('knows half an answer by its beginning', () => {
    expect(told([0, 'q1;'], [10, 'a1'], [90, 'q2;'])).toEqual([
      'request',
      'noise 2 damaged',
      'unanswered #1',
      'request',
      'unanswered #2',
    ]);
  });

  it('tells endless noise in pieces, and keeps none of it', () => {
    const monitor = new Monitor({ ears: [ear()] });
    const events = monitor.hear(new Uint8Array(5000), 0);
    expect(events.length).toBeGreaterThan(8);
    expect(monitor.pending).toBeLessThan(1100);
    expect(monitor.counters.noiseBytes + monitor.pending).toBe(5000);
  });
});
