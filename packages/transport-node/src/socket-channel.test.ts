import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SocketChannel } from './socket-channel.js';

/** A channel and the socket at its far end, which does not read before it is told to. */
async function connected(use: (channel: SocketChannel, near: Socket, far: Socket) => Promise<void>) {
  const server = createServer({ pauseOnConnect: true });
  const accepted = new Promise<Socket>(resolve => server.once('connection', resolve));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const near = connect((server.address() as { port: number }).port, '127.0.0.1').pause();
  await new Promise(resolve => near.once('connect', resolve));
  const far = await accepted;
  far.on('error', () => undefined);
  const channel = new SocketChannel(near);
  try {
    await use(channel, near, far);
  } finally {
    await channel.release();
    far.destroy();
    await new Promise(resolve => server.close(resolve));
  }
}

/** Sends; the list gets an entry when the write has ended. */
function sent(channel: SocketChannel, bytes: Uint8Array): (Error | undefined)[] {
  const ends: (Error | undefined)[] = [];
  channel.send(bytes, error => ends.push(error));
  return ends;
}

const turnOfTheLoop = () => new Promise(resolve => setTimeout(resolve, 30));

/** More than a system keeps of what nobody reads, however large it lets its buffers grow. */
const MUCH = 64_000_000;

describe('SocketChannel', () => {
  it('ends a write at once when the system takes all of it', async () => {
    await connected(async (channel, _, far) => {
      const heard = new Promise<Buffer>(resolve => far.once('data', resolve));
      expect(sent(channel, Uint8Array.of(1, 2, 3))).toEqual([undefined]);
      far.resume();
      expect([...(await heard)]).toEqual([1, 2, 3]);
    });
  });

  it('ends a write that the far side does not take when it takes it, and goes on in order', async () => {
    await connected(async (channel, _, far) => {
      const bytes = Buffer.alloc(
        MUCH,
        Uint8Array.from({ length: 251 }, (_, index) => index),
      );
      const large = sent(channel, bytes);
      await turnOfTheLoop();
      expect(large).toEqual([]);
      let heard = 0;
      let right = true;
      let last: number | undefined;
      far.on('data', chunk => {
        const expected = bytes.subarray(heard, heard + chunk.length);
        right &&= expected.equals(chunk.subarray(0, expected.length));
        if (expected.length < chunk.length) last = chunk.at(-1);
        heard += chunk.length;
      });
      far.resume();
      while (large.length === 0) await turnOfTheLoop();
      expect(large).toEqual([undefined]);
      const small = sent(channel, Uint8Array.of(255));
      while (heard <= bytes.length) await turnOfTheLoop();
      expect([heard, right, last, small]).toEqual([bytes.length + 1, true, 255, [undefined]]);
    });
  });

  it('does not end a short write before the system has taken all of it', async () => {
    await connected(async (channel, near, far) => {
      let ends = sent(channel, new Uint8Array(10_000));
      let pieces = 1;
      for (; ends.length > 0; pieces += 1) ends = sent(channel, new Uint8Array(10_000));
      expect([near.writableLength, ends]).toEqual([10_000, []]);
      await turnOfTheLoop();
      // The system may find more room meanwhile.
      expect(ends).toEqual(near.writableLength > 0 ? [] : [undefined]);
      let heard = 0;
      far.on('data', chunk => {
        heard += chunk.length;
      });
      far.resume();
      while (heard < pieces * 10_000) await turnOfTheLoop();
      expect([heard, ends]).toEqual([pieces * 10_000, [undefined]]);
    });
  });

  it('keeps a short write that waits apart from those of other sockets', async () => {
    await connected(async (stuck, near, far) => {
      const piece = (value: number) => new Uint8Array(500).fill(value);
      let pieces = 0;
      do {
        pieces += 1;
        sent(stuck, piece(7));
      } while (near.writableLength === 0);
      await connected(async other => {
        sent(other, piece(9));
        sent(other, piece(9));
      });
      let heard = 0;
      let right = true;
      far.on('data', chunk => {
        right &&= chunk.every(value => value === 7);
        heard += chunk.length;
      });
      far.resume();
      while (heard < pieces * 500) await turnOfTheLoop();
      expect([heard, right]).toEqual([pieces * 500, true]);
    });
  });

  it('fails a write that is under way when the connection is reset', async () => {
    await connected(async (channel, _, far) => {
      const large = sent(channel, new Uint8Array(MUCH));
      await turnOfTheLoop();
      far.resetAndDestroy();
      while (large.length === 0) await turnOfTheLoop();
      expect(large).toEqual([expect.any(Error)]);
    });
  });

  it('fails a write when this side was ended or destroyed before', async () => {
    await connected(async (channel, near) => {
      near.destroy();
      const ends = sent(channel, Uint8Array.of(1));
      while (ends.length === 0) await turnOfTheLoop();
      expect(ends).toEqual([expect.any(Error)]);
    });
    await connected(async (channel, near) => {
      near.end();
      const ends = sent(channel, Uint8Array.of(1));
      while (ends.length === 0) await turnOfTheLoop();
      expect(ends).toEqual([expect.any(Error)]);
    });
  });

  it('fails a write that the system refuses because the connection was reset', async () => {
    await connected(async (channel, near, far) => {
      far.resetAndDestroy();
      await new Promise(resolve => far.once('close', resolve));
      // The reset is here, or soon will be, but this side does not look before it writes.
      let ends = sent(channel, Uint8Array.of(1));
      while (ends[0] === undefined) {
        await turnOfTheLoop();
        if (ends.length > 0 && ends[0] === undefined) ends = sent(channel, Uint8Array.of(1));
      }
      expect(ends).toEqual([expect.any(Error)]);
      expect(near.destroyed).toBe(true);
    });
  });
});
