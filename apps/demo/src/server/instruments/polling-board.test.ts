import { TransportError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { boardBench } from './board-bench.fixture.js';

const me = { name: 'me' };
const refusal = (code: number) => expect.objectContaining({ name: 'RpcError', code });

describe('while somebody watches', () => {
  it('each instrument is read at once, and then a second after each reading', async () => {
    const { clock, instruments, heard, watch } = boardBench('a', 'b');
    watch();
    await clock.advance(3000);
    for (const { reads } of instruments) expect(reads).toEqual([0, 1020, 2040]);
    expect(heard.slice(0, 2)).toEqual([
      { instrument: 'a', values: { level: 1 }, readAt: 1_000_020 },
      { instrument: 'b', values: { level: 1 }, readAt: 1_000_020 },
    ]);
  });

  it('everybody who watches hears of each reading, as long as each watches', async () => {
    const { clock, board, watch, heard } = boardBench('a');
    const end = watch();
    const others: string[] = [];
    const endOther = board.watch(({ instrument }) => others.push(instrument));
    await clock.advance(500);
    expect([heard.length, others.length]).toEqual([1, 1]);
    end();
    end();
    await clock.advance(1000);
    expect([heard.length, others.length]).toEqual([1, 2]);
    endOther();
  });

  it('no more than four instruments of a line are read at a time', async () => {
    const { clock, line, instruments, watch } = boardBench('a', 'b', 'c', 'd', 'e', 'f');
    watch();
    await clock.advance(0);
    expect(instruments.filter(({ current }) => current === 1)).toHaveLength(4);
    expect(line.turns.waiting).toBe(2);
    await clock.advance(40);
    expect(instruments.map(({ reads }) => reads.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('more instruments than may wait for a line are all read, if later', async () => {
    const { clock, instruments, heard, watch } = boardBench(...Array.from({ length: 60 }, (_, n) => `i${n}`));
    watch();
    await clock.advance(5000);
    expect(instruments.every(({ reads }) => reads.length >= 4)).toBe(true);
    expect(heard.every(({ error }) => error === undefined)).toBe(true);
  });

  it('no instrument is read twice at the same time, however slow it is and whoever asks', async () => {
    const { clock, board, instruments, watch } = boardBench('a');
    instruments[0]!.duration = 2500;
    watch();
    await clock.advance(100);
    const asked = [board.read('a', me), board.read('a', { name: 'other' })];
    await clock.until(Promise.all(asked));
    await clock.advance(5000);
    expect(instruments[0]!.most).toBe(1);
    expect(instruments[0]!.reads).toEqual([0, 2500, 5000, 8500, 12_000]);
  });

  it('a reading that somebody asks for puts off the next one, and is told to all', async () => {
    const { clock, board, instruments, heard, watch } = boardBench('a');
    watch();
    await clock.advance(500);
    await clock.until(board.read('a', me));
    await clock.advance(1100);
    expect(instruments[0]!.reads).toEqual([0, 500, 1520]);
    expect(heard).toHaveLength(3);
  });
});

describe('nothing is read', () => {
  it('when nobody watches', async () => {
    const { clock, instruments, board, watch } = boardBench('a');
    await clock.advance(5000);
    expect(instruments[0]!.reads).toEqual([]);
    expect(board.latest).toEqual([{ instrument: 'a', values: {} }]);
    const end = watch();
    await clock.advance(1100);
    end();
    await clock.advance(10_000);
    expect(instruments[0]!.reads).toEqual([5000, 6020]);
    expect(clock.pending).toBe(0);
  });

  it('a second time within the interval, when the watchers change', async () => {
    const { clock, instruments, watch } = boardBench('a');
    watch()();
    const end = watch();
    await clock.advance(100);
    end();
    watch();
    await clock.advance(800);
    expect(instruments[0]!.reads).toEqual([0]);
    await clock.advance(200);
    expect(instruments[0]!.reads).toEqual([0, 1020]);
  });

  it('any more once the board is closed, and what waits leaves the queue', async () => {
    const { clock, line, board, instruments, heard, watch } = boardBench('a', 'b', 'c', 'd', 'e');
    watch();
    await clock.advance(10);
    board.close();
    await clock.advance(10_000);
    expect(instruments.map(({ reads }) => reads.length)).toEqual([1, 1, 1, 1, 0]);
    expect([heard.length, line.turns.waiting, line.listeners.size, clock.pending]).toEqual([0, 0, 0, 0]);
  });
});

describe('an instrument that fails', () => {
  it('is told with its error and its last values, and the others go on', async () => {
    const { clock, board, instruments, heard, watch } = boardBench('a', 'b');
    watch();
    await clock.advance(500);
    instruments[0]!.silent = true;
    await clock.advance(1000);
    const failed = {
      instrument: 'a',
      values: { level: 1 },
      readAt: 1_000_020,
      error: { message: 'no answer', data: { code: 'no-reply', name: 'TimeoutError', sent: '01 03' } },
    };
    expect(heard.filter(({ instrument }) => instrument === 'a').at(-1)).toEqual(failed);
    expect(board.latest[0]).toEqual(failed);
    expect(board.latest[1]).not.toHaveProperty('error');
  });

  it('is asked less often, up to ten seconds, until it answers', async () => {
    const { clock, board, instruments, watch } = boardBench('a');
    const [instrument] = instruments;
    instrument!.silent = true;
    instrument!.duration = 0;
    watch();
    await clock.advance(45_000);
    expect(instrument!.reads).toEqual([0, 2000, 6000, 14_000, 24_000, 34_000, 44_000]);
    instrument!.silent = false;
    await clock.advance(11_500);
    expect(instrument!.reads.slice(-3)).toEqual([54_000, 55_000, 56_000]);
    expect(board.latest[0]).not.toHaveProperty('error');
  });

  it('is asked at once when its line has come back', async () => {
    const { clock, line, instruments, watch } = boardBench('a');
    instruments[0]!.silent = true;
    watch();
    line.become('lost');
    await clock.advance(20_000);
    const before = instruments[0]!.reads.length;
    line.become('lost');
    instruments[0]!.silent = false;
    line.become('open');
    await clock.advance(1100);
    expect(instruments[0]!.reads.slice(before)).toEqual([20_000, 21_020]);
  });

  it('by a mistake of the server is reported, without its insides being told', async () => {
    const { clock, board, instruments, reported, watch } = boardBench('a');
    instruments[0]!.read = () => Promise.reject(new TypeError('x is undefined'));
    watch();
    await clock.advance(100);
    expect(reported).toEqual([new TypeError('x is undefined')]);
    expect(board.latest[0]!.error).toEqual({ message: expect.stringContaining('the server made a mistake') });
  });

  it('fails the call that asked for it', async () => {
    const { clock, board, instruments } = boardBench('a');
    instruments[0]!.silent = true;
    await expect(clock.until(board.read('a', me))).rejects.toThrow('no answer');
    expect(board.latest[0]).toMatchObject({ values: {}, error: { message: 'no answer' } });
  });
});

describe('a write', () => {
  it('is read back at once, and told to all', async () => {
    const { clock, board, heard, watch } = boardBench('a');
    watch();
    await clock.advance(500);
    const read = await clock.until(board.write('a', 'level', 7, me));
    expect(read).toEqual({ instrument: 'a', values: { level: 7 }, readAt: 1_000_540 });
    expect(heard.at(-1)).toEqual(read);
  });

  it('is not mistaken for one of a reading that was under way before', async () => {
    const { clock, board, heard, watch } = boardBench('a');
    watch();
    await clock.advance(10);
    await clock.until(board.write('a', 'level', 7, me));
    expect(heard.map(({ values }) => values.level)).toEqual([1, 7]);
  });

  it('that fails is followed by a reading, which shows what it has done', async () => {
    const { clock, board, instruments, heard, watch } = boardBench('a');
    watch();
    await clock.advance(500);
    instruments[0]!.silent = true;
    await expect(clock.until(board.write('a', 'level', 7, me))).rejects.toMatchObject({ code: 'no-reply' });
    instruments[0]!.silent = false;
    await clock.advance(50);
    expect(heard.at(-1)).toMatchObject({ values: { level: 7 }, readAt: 1_000_540 });
  });

  it('whose reading back fails may have been carried out', async () => {
    const { clock, board, instruments } = boardBench('a');
    instruments[0]!.read = () => Promise.reject(new TransportError('disconnected', 'gone'));
    const failed = clock.until(board.write('a', 'level', 7, me));
    await expect(failed).rejects.toMatchObject({ code: 'disconnected', facts: { outcomeUnknown: true } });
    expect(board.latest[0]!.error?.message).toBe('gone');
  });

  it('that was given up before its turn does nothing', async () => {
    const { clock, board, instruments, watch } = boardBench('a');
    watch();
    await clock.advance(5);
    const caller = new AbortController();
    const written = board.write('a', 'level', 7, me, caller.signal);
    caller.abort();
    await expect(clock.until(written)).rejects.toMatchObject({ code: 'aborted' });
    await clock.advance(1000);
    expect(instruments[0]!.values.level).toBe(1);
    expect(board.latest[0]).not.toHaveProperty('error');
  });
});

it('what is not there is not found', async () => {
  const { board } = boardBench('a');
  await expect(board.read('b', me)).rejects.toEqual(refusal(-32005));
  await expect(board.write('a', 'size', 1, me)).rejects.toEqual(refusal(-32005));
  await expect(board.write('b', 'level', 1, me)).rejects.toThrow("there is no instrument 'b': there is a");
});

it('the instruments are those that it was given', () => {
  const { board } = boardBench('a', 'b');
  expect(board.instruments.map(({ id }) => id)).toEqual(['a', 'b']);
});
