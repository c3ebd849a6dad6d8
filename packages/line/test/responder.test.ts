import { describe, expect, it } from 'vitest';
import { Line, type Medium, memoryPair, Responder, type ResponderOptions } from '../src/index.js';
import { FakeClock, record } from '../src/testing.js';
import { frame, read, toyFraming } from './toy-protocol.js';

/** A responder that answers reads of unit 1 with their address. */
async function answering(options: { delay?: number; fail?: boolean } = {}) {
  const clock = new FakeClock();
  const { a, b, cut } = memoryPair();
  const asked: number[][] = [];
  const failures: unknown[] = [];
  const responder = new Responder(b, {
    framing: toyFraming,
    clock,
    delay: options.delay ?? 0,
    answer: bytes => {
      asked.push([...bytes]);
      if (options.fail) throw new Error('the device is on fire');
      return bytes[0] === 1 && bytes[1] === 3 && bytes.length === 6 ? frame(1, 3, 1, bytes[2]!) : undefined;
    },
    onError: error => failures.push(error),
  });
  await responder.open();
  return { clock, a, responder, asked, failures, cut };
}

describe('a responder', () => {
  it('answers a line', async () => {
    const { clock, a } = await answering();
    const line = new Line(a, { clock });
    expect(await clock.until(line.exchange(read(1, 42)))).toEqual([42]);
  });

  it('is silent when it has nothing to say', async () => {
    const { clock, a, asked } = await answering();
    const line = new Line(a, { clock, retries: 0 });
    await expect(clock.until(line.exchange(read(2, 42)))).rejects.toMatchObject({ code: 'no-reply' });
    expect(asked).toHaveLength(1);
  });

  it('answers as many requests as come in one chunk, in order', async () => {
    const { clock, a } = await answering({ delay: 3 });
    const heard = record();
    await a.open(heard.sink);
    await a.write(Uint8Array.of(...frame(1, 3, 7, 1), ...frame(1, 3, 8, 1)));
    await clock.advance(3);
    expect([...heard.bytes()]).toEqual([...frame(1, 3, 1, 7)]);
    await clock.advance(3);
    expect([...heard.bytes()]).toEqual([...frame(1, 3, 1, 7), ...frame(1, 3, 1, 8)]);
  });

  it('is not deafened by half a request: after a silence the next one is answered', async () => {
    const { clock, a, asked } = await answering();
    await a.open({ data: () => undefined, closed: () => undefined });
    await a.write(Uint8Array.of(1, 3, 200));
    await clock.advance(60);
    await a.write(frame(1, 3, 7, 1));
    await clock.advance(1);
    expect(asked).toEqual([[...frame(1, 3, 7, 1)]]);
  });

  it('reports the failure of what answers, and goes on', async () => {
    const { clock, a, failures, asked } = await answering({ fail: true });
    await a.open({ data: () => undefined, closed: () => undefined });
    await a.write(frame(1, 3, 7, 1));
    await clock.advance(1);
    await a.write(frame(1, 3, 8, 1));
    await clock.advance(1);
    expect(asked).toHaveLength(2);
    expect(failures.map(String)).toEqual(['Error: the device is on fire', 'Error: the device is on fire']);
  });

  it('sends nothing after it was closed', async () => {
    const { clock, a, responder } = await answering({ delay: 50 });
    const heard = record();
    await a.open(heard.sink);
    await a.write(frame(1, 3, 7, 1));
    await clock.advance(10);
    await responder.close();
    await clock.advance(100);
    expect(heard.calls()).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('tells when the connection went away', async () => {
    const { clock, responder, cut } = await answering();
    await responder.close();
    const reasons: unknown[] = [];
    await responder.open(reason => reasons.push(reason));
    cut(new Error('cut'));
    await clock.advance(1);
    expect(reasons.map(String)).toEqual(['Error: cut']);
  });

  it('reports answers that fail while they wait behind others, and leaves no rejection unhandled', async () => {
    const clock = new FakeClock();
    const { a, b } = memoryPair();
    const failures: unknown[] = [];
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const responder = new Responder(b, {
      framing: toyFraming,
      clock,
      delay: 5,
      answer: async bytes => {
        if (bytes[2] === 8) throw new Error('no such thing');
        return frame(1, 3, 1, bytes[2]!);
      },
      onError: error => failures.push(error),
    });
    await responder.open();
    await a.open({ data: () => undefined, closed: () => undefined });
    await a.write(Uint8Array.of(...frame(1, 3, 7, 1), ...frame(1, 3, 8, 1)));
    await clock.advance(20);
    process.off('unhandledRejection', note);
    expect(failures.map(String)).toEqual(['Error: no such thing']);
    expect(unhandled).toEqual([]);
  });

  it('may lose its connection while it answers', async () => {
    const { a, b, cut } = memoryPair();
    let heard = 0;
    let hear: (chunk: Uint8Array) => void = () => undefined;
    const open = b.open.bind(b);
    b.open = sink => {
      hear = chunk => sink.data(chunk);
      return open(sink);
    };
    const answer = () => {
      heard += 1;
      if (heard === 1) cut();
      return undefined;
    };
    const responder = new Responder(b, { framing: toyFraming, answer });
    await responder.open();
    await a.open({ data: () => undefined, closed: () => undefined });
    const one = frame(1, 3, 7, 1);
    const many = new Uint8Array(one.length * 100);
    for (let at = 0; at < many.length; at += one.length) many.set(one, at);
    expect(() => hear(many)).not.toThrow();
    expect(heard).toBe(1);
  });
});

/** A responder whose answers are ready when they are released, in any order. */
async function slow(options: Partial<ResponderOptions> = {}, medium: Partial<Medium> = {}) {
  const clock = new FakeClock();
  const { a, b } = memoryPair(medium);
  const begun: number[] = [];
  const release = new Map<number, (answer?: Uint8Array) => void>();
  const responder = new Responder(b, {
    framing: toyFraming,
    clock,
    delay: 0,
    answer: bytes => {
      const address = bytes[2]!;
      begun.push(address);
      return new Promise(resolve =>
        release.set(address, (answer = frame(1, 3, 1, address)) => resolve(answer)),
      );
    },
    ...options,
  });
  await responder.open();
  const heard = record();
  await a.open(heard.sink);
  const send = async (...addresses: number[]) => {
    for (const address of addresses) await a.write(frame(1, 3, address, 1));
    await clock.advance(0);
  };
  const done = async (address: number) => {
    release.get(address)!();
    await clock.advance(0);
  };
  return { clock, a, responder, begun, heard, send, done };
}

const answers = (...addresses: number[]) => addresses.flatMap(address => [...frame(1, 3, 1, address)]);

describe('a responder whose answers take time', () => {
  it('begins a request when the one before it is answered', async () => {
    const { begun, heard, send, done } = await slow();
    await send(7, 8);
    expect(begun).toEqual([7]);
    await done(7);
    expect(begun).toEqual([7, 8]);
    await done(8);
    expect([...heard.bytes()]).toEqual(answers(7, 8));
  });

  it('answers in any order when it is parallel', async () => {
    const { begun, heard, send, done } = await slow({ parallel: true });
    await send(7, 8);
    expect(begun).toEqual([7, 8]);
    await done(8);
    await done(7);
    expect([...heard.bytes()]).toEqual(answers(8, 7));
  });

  it('refuses what is too much, in its turn, and drops what is far too much', async () => {
    let overloads = 0;
    const { begun, heard, send, done } = await slow({
      maxPending: 2,
      refuse: bytes => frame(1, 0x83, bytes[2]!),
      onOverload: () => {
        overloads += 1;
      },
    });
    await send(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    expect([begun, overloads]).toEqual([[1], 2]);
    await done(1);
    await done(2);
    const refused = [3, 4, 5, 6, 7, 8].flatMap(address => [...frame(1, 0x83, address)]);
    expect([...heard.bytes()]).toEqual([...answers(1, 2), ...refused]);
    expect(begun).toEqual([1, 2]);
  });

  it('gives no place to what is meant for others', async () => {
    const heardBy: number[] = [];
    const { begun, a, send, clock, done } = await slow({
      maxPending: 2,
      hears: bytes => {
        heardBy.push(bytes[0]!);
        return bytes[0] === 1;
      },
    });
    await send(1);
    for (let count = 0; count < 50; count += 1) await a.write(frame(2, 3, 9, 1));
    await send(2);
    await clock.advance(0);
    expect(heardBy).toHaveLength(52);
    await done(1);
    expect(begun).toEqual([1, 2]);
  });

  it('forgets what it was doing when it is closed, and can be opened again', async () => {
    const { responder, begun, heard, send, done } = await slow();
    await send(1, 2);
    await responder.close();
    await responder.open();
    await done(1);
    await send(3);
    await done(3);
    expect(begun).toEqual([1, 3]);
    expect([...heard.bytes()]).toEqual(answers(3));
  });

  it('does not fall over one who is told of errors and makes one', async () => {
    const { heard, send } = await slow({
      answer: bytes => {
        if (bytes[2] === 1) throw new Error('no answer');
        return frame(1, 3, 1, bytes[2]!);
      },
      onError: () => {
        throw new Error('no ear either');
      },
    });
    await send(1, 2);
    expect([...heard.bytes()]).toEqual(answers(2));
  });
});

describe('a responder that hears noise', () => {
  it('tells of all of it, and where a run begins: a frame or a silence ends it', async () => {
    const noise: [number, boolean][] = [];
    const { a, clock, send } = await slow({ onNoise: (bytes, begins) => noise.push([bytes.length, begins]) });
    await a.write(Uint8Array.of(255, 255));
    await a.write(Uint8Array.of(255));
    await clock.advance(50);
    await a.write(Uint8Array.of(255));
    await send(1);
    await a.write(Uint8Array.of(255));
    await clock.advance(0);
    expect(noise).toEqual([
      [2, true],
      [1, false],
      [1, true],
      [1, true],
    ]);
  });
});

describe('a responder on a medium of datagrams', () => {
  it('answers one request in each, and nothing that is more or less than one', async () => {
    const { a, clock, begun } = await slow({ parallel: true }, { datagrams: true });
    const request = frame(1, 3, 7, 1);
    const two = Uint8Array.of(...request, ...request);
    for (const datagram of [two, request.subarray(0, 3), request.subarray(3), Uint8Array.of(0, ...request)])
      await a.write(datagram);
    await clock.advance(100);
    expect(begun).toEqual([]);
    await a.write(request);
    await clock.advance(0);
    expect(begun).toEqual([7]);
  });
});

describe('a responder that hears itself', () => {
  const echoing = () => slow({ echo: true, answer: bytes => (bytes[1] === 6 ? bytes.slice() : undefined) });
  const write = frame(1, 6, 5, 1);

  it('drops the copy of its answer, in any chunks, once', async () => {
    const { a, clock, heard } = await echoing();
    await a.write(write);
    await clock.advance(0);
    await a.write(write.slice(0, 2));
    await a.write(write.slice(2));
    await clock.advance(0);
    expect([...heard.bytes()]).toEqual([...write]);
    await a.write(write);
    await clock.advance(0);
    expect([...heard.bytes()]).toEqual([...write, ...write]);
  });

  it('loses nothing of a request that only begins like its answer', async () => {
    const { a, clock, heard } = await echoing();
    const other = frame(1, 6, 5, 2);
    await a.write(write);
    await clock.advance(0);
    for (const byte of other) await a.write(Uint8Array.of(byte));
    await clock.advance(0);
    expect([...heard.bytes()]).toEqual([...write, ...other]);
  });

  it('takes what comes after a silence for a request', async () => {
    const { a, clock, heard } = await echoing();
    await a.write(write);
    await clock.advance(51);
    await a.write(write);
    await clock.advance(0);
    expect([...heard.bytes()]).toEqual([...write, ...write]);
  });
});
