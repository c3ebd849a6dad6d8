import { BusError, FrameError, Line, ReplyError, TimeoutError } from '@bus/line';
import { FakeClock, ScriptedPeer } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import {
  type AnswerKind,
  commandsOf,
  DconClamped,
  DconClient,
  DconRejected,
  DconWatchdogTripped,
  dconExchange,
  dconFraming,
  frameOf,
  questionOf,
  rawQuestion,
} from '../src/index.js';
import { chunked, commandOf, type DconVector, kindOfVector, requestText, vectors } from './vectors.js';

const SIZES = [200, 1, 2, 3, 7];
const positive = vectors.filter(({ name }) => !/^(neg|hazard|tol)\./.test(name));
const answered = positive.filter(({ response }) => response !== null);
const broadcasts = positive.filter(({ response }) => response === null);
const negative = vectors.filter(({ name }) => name.startsWith('neg.'));
const tolerated = vectors.filter(({ name }) => name.startsWith('tol.'));

/** Asks as the vector does, through a line whose other end answers as it does. */
async function ask<T>(
  vector: DconVector,
  size: number,
  call: (client: DconClient, line: Line) => Promise<T>,
): Promise<T> {
  const clock = new FakeClock();
  const peer = new ScriptedPeer(clock);
  const line = new Line(peer, { clock, timeout: 500, retries: 0 });
  peer.expect(vector.requestHex, ...(vector.responseHex === null ? [] : chunked(vector.responseHex, size)));
  try {
    return await clock.until(call(new DconClient(line), line));
  } finally {
    expect(peer.done).toBe(true);
  }
}

function exchangeOf(vector: DconVector) {
  const command = commandOf(vector)!;
  const { address, fields } = command.request.decode(requestText(vector))!;
  return dconExchange(dconFraming({ checksum: vector.checksum }), questionOf(command, address!, fields));
}

/** What a refused raw command waited for. */
function wanted(vector: DconVector): AnswerKind {
  const [form] = commandOf(vector)!.answers;
  return form!.source === '>' ? 'done' : form!.source.startsWith('>') ? 'data' : 'reply';
}

function rawOf(vector: DconVector, kind: AnswerKind) {
  const answer = errorOf[vector.decoded.kind] === undefined ? kind : wanted(vector);
  return rawQuestion(requestText(vector), { answer }, commandsOf[kindOfVector(vector)]);
}

const errorOf: Record<string, unknown> = {
  invalid: DconRejected,
  ignored: DconWatchdogTripped,
  outOfRange: DconClamped,
};

it('there are 335 vectors, and each is in exactly one of the groups below', () => {
  expect(vectors).toHaveLength(335);
  const hazards = vectors.filter(({ name }) => name.startsWith('hazard.'));
  const groups = [answered, broadcasts, negative, tolerated, hazards];
  expect(groups.map(({ length }) => length)).toEqual([310, 4, 14, 6, 1]);
});

describe('recorded exchanges', () => {
  it.each(answered)('$name: the command is in the table, and the request is the same bytes', vector => {
    const command = commandOf(vector);
    expect(command, requestText(vector)).toBeDefined();
    const { address, fields } = command!.request.decode(requestText(vector))!;
    const text = command!.request.encode(address!, fields);
    expect(Buffer.from(frameOf(text, vector.checksum)).toString('latin1')).toBe(vector.request);
  });

  it.each(answered)('$name: the answer is understood in every chunking', async vector => {
    const refusal = errorOf[vector.decoded.kind];
    for (const size of SIZES) {
      const exchange = exchangeOf(vector);
      const asked = ask(vector, size, (_, line) => line.exchange(exchange));
      if (refusal !== undefined) await expect(asked).rejects.toBeInstanceOf(refusal);
      else {
        const { address } = (await asked) as { address: number | undefined };
        if (vector.decoded.address !== undefined) expect(address).toBe(vector.decoded.address);
        else expect(address).toBeUndefined();
      }
    }
  });

  it.each(answered)('$name: as a raw command it returns the text, or the same error', async vector => {
    const text = requestText(vector);
    const answer = vector.response!.slice(0, vector.checksum ? -3 : -1);
    const refusal = errorOf[vector.decoded.kind];
    const kind = answer.startsWith('>') ? (answer === '>' ? 'done' : 'data') : 'reply';
    const address = Number.parseInt(text.slice(1, 3), 16);
    const options = vector.decoded.kind === 'outOfRange' ? { family: '7021' } : {};
    const asked = ask(vector, 3, (client, line) => {
      // The module is known to use a checksum: it has answered with one.
      const exchange = dconExchange(dconFraming(vector), rawOf(vector, kind));
      return vector.checksum
        ? line.exchange(exchange)
        : client
            .module(address, options)
            .command(text, refusal ? { answer: wanted(vector) } : { answer: kind });
    });
    if (refusal !== undefined) await expect(asked).rejects.toBeInstanceOf(refusal);
    else expect(await asked).toBe(answer);
  });

  it.each(broadcasts)('$name: is sent, and nothing is waited for', async vector => {
    await ask(vector, 1, client =>
      vector.request.startsWith('#') ? client.synchronize(vector) : client.hostOk(vector),
    );
  });
});

describe('what must be refused', () => {
  const expected: Record<string, unknown> = {
    'neg.silence': TimeoutError,
    'neg.badrequestchk': TimeoutError,
    'neg.badresponsechk': FrameError,
    'neg.responsechk.missing': FrameError,
    'neg.responsechk.lower': FrameError,
    'neg.chk.unexpected': ReplyError,
    'neg.wrongaddress': TimeoutError,
    'neg.invalid': DconRejected,
    'neg.invalid.wrongaddress': TimeoutError,
    'neg.truncated.nocr': TimeoutError,
    'neg.truncated.short': ReplyError,
    'neg.empty': TimeoutError,
    'neg.nonhex': ReplyError,
    'neg.badlead': TimeoutError,
  };

  it.each(negative)('$name: fails for what it is', async vector => {
    for (const size of SIZES) {
      const raw = /^\$01[Z7]/.test(vector.request);
      const wrongRequest = vector.name === 'neg.badrequestchk';
      const asked = ask<unknown>(vector, size, (client, line) => {
        if (raw) return client.module(1).command(requestText(vector));
        const exchange = exchangeOf({ ...vector, response: null });
        if (!wrongRequest) return line.exchange(exchange);
        return line.exchange({
          ...exchange,
          request: Uint8Array.from(Buffer.from(vector.request, 'latin1')),
        });
      });
      const error: unknown = await asked.catch(reason => reason);
      expect(error).toBeInstanceOf(BusError);
      expect(error).toBeInstanceOf(expected[vector.name]);
    }
  });

  it('a checksummed read that was taken for a write does not pass for an answer', async () => {
    const vector = vectors.find(({ name }) => name === 'hazard.at.checksum')!;
    for (const size of SIZES) {
      const exchange = exchangeOf({ ...vector, response: '>060F1A\r', request: '@01A1\r' });
      const asked = ask(vector, size, (_, line) => line.exchange(exchange));
      await expect(asked).rejects.toBeInstanceOf(FrameError);
    }
  });
});

describe('what must be put up with', () => {
  it.each(tolerated)('$name', async vector => {
    for (const size of SIZES) {
      const exchange = exchangeOf({
        ...vector,
        response: vector.response!.replace(/^.*[\r\0\xff](?=[!>])|\n$/gs, ''),
      });
      const answer = await ask(vector, size, (_, line) => line.exchange(exchange));
      if (vector.decoded.kind === 'dio') expect(answer).toMatchObject({ first: 15, second: 0 });
      else expect(answer).toMatchObject({ address: 1, type: 0x40, baud: 6, flags: 0 });
    }
  });

  it('any byte in front of an answer', async () => {
    const vector = vectors.find(({ name }) => name === 'cfg.read.dio')!;
    for (let junk = 0; junk < 256; junk += 1) {
      if (junk === 0x0d) continue;
      const noisy = { ...vector, responseHex: `${junk.toString(16).padStart(2, '0')} ${vector.responseHex}` };
      const answer = await ask(noisy, junk % 2 ? 1 : 200, (_, line) => line.exchange(exchangeOf(vector)));
      expect(answer).toMatchObject({ address: 1, type: 0x40 });
    }
  });
});
