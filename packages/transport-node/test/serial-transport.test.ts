import { readdirSync } from 'node:fs';
import type { TransportError } from '@bus/line';
import { record, transportSuite, until } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { loadBinding, type NativeBinding } from '../src/load-binding.js';
import { serialTransport, serialTransportWith } from '../src/serial-transport.js';
import { describeWithPty, openPtyPair, openPtyPipe, type Pty } from './pty.js';

async function failureOf(attempt: Promise<unknown>): Promise<TransportError> {
  return await attempt.then(
    () => expect.fail('it should have failed'),
    error => error as TransportError,
  );
}

async function withPipe(body: (pty: Pty, path: string) => Promise<void>): Promise<void> {
  const pty = await openPtyPipe();
  try {
    await body(pty, pty.paths[0]!);
  } finally {
    await pty.dispose();
  }
}

const descriptors = (): number => readdirSync('/proc/self/fd').length;

/** The binding as it looks where there are no descriptors, over the same ports. */
async function withoutDescriptors(): Promise<NativeBinding> {
  const binding = await loadBinding();
  return {
    list: () => binding.list(),
    open: async options => {
      const port = await binding.open(options);
      return {
        read: (buffer, offset, length) => port.read(buffer, offset, length),
        write: buffer => port.write(buffer),
        drain: () => port.drain(),
        flush: () => port.flush(),
        close: () => port.close(),
        set: lines => port.set(lines),
        getBaudRate: () => port.getBaudRate(),
      };
    },
  };
}

/** The binding over ports with an RTS line, which pseudo-terminals have not. */
async function withRts(): Promise<NativeBinding> {
  const binding = await loadBinding();
  return {
    list: () => binding.list(),
    open: async options => Object.assign(await binding.open(options), { set: async () => undefined }),
  };
}

/** A binding whose drains wait, as they do when flow control holds the output back. */
/** Opens `path` whatever it is asked for: under another name, so that it is no pseudo-terminal and its output is drained. */
async function bindingWithStuckDrain(path: string, endsAtFlush: boolean): Promise<NativeBinding> {
  const binding = await loadBinding();
  return {
    list: () => binding.list(),
    open: async options => {
      const port = await binding.open({ ...options, path });
      const flush = port.flush.bind(port);
      let end: () => void = () => undefined;
      return Object.assign(port, {
        drain: () =>
          new Promise<void>(resolve => {
            end = resolve;
          }),
        flush: async () => {
          await flush();
          if (endsAtFlush) end();
        },
      });
    },
  };
}

describeWithPty('serialTransport over a pseudo-terminal', () => {
  // The native read asks again for ever when it reads an end of file, so by calls a hang-up may go unnoticed here.
  // On Windows, where this way is taken, there is no such thing.
  const spins = 'on Linux the native read may spin at a hang-up';
  for (const [name, load, settings, inapplicable] of [
    ['serialTransport by descriptor', loadBinding, {}, {}],
    [
      'serialTransport with rs485',
      withRts,
      { baudRate: 4_000_000, rs485: { rtsOnSend: 'high', delayBefore: 0.1, delayAfter: 0.1 } },
      {},
    ],
    [
      'serialTransport by calls',
      withoutDescriptors,
      {},
      {
        'reports a hang-up once, with the reason, and refuses to write afterwards': spins,
        'carries bytes again after a hang-up, once it is opened again': spins,
        'puts nothing into the place that it was offered once it has reported a hang-up': spins,
      },
    ],
  ] as const) {
    transportSuite(
      {
        name,
        inapplicable,
        make: async () => {
          const pty = await openPtyPipe();
          return {
            transport: serialTransportWith({ path: pty.paths[0]!, ...settings }, () => load()),
            peer: {
              write: bytes => pty.write(bytes),
              received: () => pty.received(),
              hangUp: () => pty.unplug(),
              restore: () => pty.start(),
            },
            dispose: () => pty.dispose(),
          };
        },
      },
      { describe, it, expect },
    );
  }

  it('says that a pseudo-terminal has no RTS line', async () => {
    await withPipe(async (_, path) => {
      const transport = serialTransport({ path, rs485: { rtsOnSend: 'high' } });
      const failure = await failureOf(transport.open(record().sink));
      expect(failure.message).toContain('has no RTS line');
      const again = serialTransport({ path });
      await again.open(record().sink);
      await again.close();
    });
  });

  it('reports an unplugged adapter once, fails the write that was under way, and opens again when it is back', async () => {
    await withPipe(async (pty, path) => {
      const transport = serialTransport({ path });
      const recording = record();
      await transport.open(recording.sink);
      pty.signal('SIGSTOP');
      const writing = failureOf(transport.write(new Uint8Array(200_000)));
      await pty.unplug();
      expect((await writing).code).toBe('write-failed');
      await until(() => recording.reasons.length > 0, 'the loss is reported');
      expect(recording.reasons.map(reason => (reason as TransportError).code)).toEqual(['disconnected']);
      expect((await failureOf(transport.open(record().sink))).message).toContain('does not exist');

      await pty.start();
      await transport.open(recording.sink);
      pty.write(Uint8Array.of(42));
      await until(() => recording.bytes().length > 0, 'a byte arrives');
      expect(Array.from(recording.bytes())).toEqual([42]);
      await transport.close();
      expect(recording.reasons.length).toBe(1);
    });
  });

  it('is unplugged and plugged in again 50 times under load without going deaf', async () => {
    await withPipe(async (pty, path) => {
      const transport = serialTransport({ path });
      for (let round = 0; round < 50; round++) {
        const recording = record();
        await transport.open(recording.sink);
        pty.write(Uint8Array.of(round));
        await until(() => recording.bytes().length > 0, `a byte arrives in round ${round}`);
        expect(recording.bytes()[0]).toBe(round);
        pty.write(new Uint8Array(20_000));
        const writing = transport.write(new Uint8Array(20_000)).catch(() => undefined);
        await pty.unplug();
        await writing;
        await until(() => recording.reasons.length > 0, `the loss is reported in round ${round}`);
        await pty.start();
      }
      await transport.close();
    });
  });

  it('keeps a second one out of a locked port, names the holder and leaves the first undisturbed', async () => {
    await withPipe(async (pty, path) => {
      const first = serialTransport({ path });
      const recording = record();
      await first.open(recording.sink);
      const failure = await failureOf(serialTransport({ path, baudRate: 9600 }).open(record().sink));
      expect(failure.code).toBe('open-failed');
      expect(failure.message).toBe(`${path} is in use by this process, which has it open already`);
      expect(failure.hint).toContain('the same Line');
      pty.write(Uint8Array.of(1));
      await until(() => recording.bytes().length > 0, 'a byte arrives');
      await first.close();
      const second = serialTransport({ path });
      await second.open(record().sink);
      await second.close();
    });
  });

  it('opens a port twice when neither asks for the lock', async () => {
    await withPipe(async (_, path) => {
      const [one, two] = [serialTransport({ path, lock: false }), serialTransport({ path, lock: false })];
      await one.open(record().sink);
      await two.open(record().sink);
      expect(await two.write(Uint8Array.of(1))).toBeUndefined();
      await Promise.all([one.close(), two.close()]);
    });
  });

  it('carries 256 KiB both ways at once between two ports', async () => {
    const pty = await openPtyPair();
    const [one, two] = [serialTransport({ path: pty.paths[0]! }), serialTransport({ path: pty.paths[1]! })];
    const [atOne, atTwo] = [record(), record()];
    const bytes = Uint8Array.from({ length: 256 * 1024 }, (_, index) => (index * 7 + (index >> 9)) & 0xff);
    await one.open(atOne.sink);
    await two.open(atTwo.sink);
    await Promise.all([one.write(bytes), two.write(bytes)]);
    await until(
      () => atOne.bytes().length >= bytes.length && atTwo.bytes().length >= bytes.length,
      'all arrives',
    );
    expect(Buffer.compare(atOne.bytes(), bytes)).toBe(0);
    expect(Buffer.compare(atTwo.bytes(), bytes)).toBe(0);
    await Promise.all([one.close(), two.close()]);
    await pty.dispose();
  });

  it('receives while its own write finds no room', async () => {
    await withPipe(async (pty, path) => {
      const transport = serialTransport({ path });
      const recording = record();
      await transport.open(recording.sink);
      pty.take(false);
      let written = false;
      const writing = transport.write(new Uint8Array(1_000_000)).then(() => {
        written = true;
      });
      for (let round = 1; round <= 3; round++) {
        pty.write(Uint8Array.of(round));
        await until(() => recording.bytes().length === round, `byte ${round} arrives`);
      }
      expect(written).toBe(false);
      pty.take(true);
      await writing;
      await until(() => pty.received().length === 1_000_000, 'all is received');
      await transport.close();
    });
  });

  for (const [what, endsAtFlush] of [
    ['ends when its output is thrown away', true],
    ['never ends', false],
  ] as const) {
    it(`closes while a drain waits that ${what}`, async () => {
      await withPipe(async (_, path) => {
        const load = () => bindingWithStuckDrain(path, endsAtFlush);
        const transport = serialTransportWith({ path: '/dev/ttyStuck' }, load);
        await transport.open(record().sink);
        const writing = failureOf(transport.write(Uint8Array.of(1)));
        await transport.close();
        expect((await writing).code).toBe('closed');
        await transport.open(record().sink);
        await transport.close();
      });
    });
  }

  it('ends a write that the far side never takes, when it is closed', async () => {
    await withPipe(async (pty, path) => {
      const transport = serialTransport({ path });
      await transport.open(record().sink);
      pty.signal('SIGSTOP');
      const writing = failureOf(transport.write(new Uint8Array(400_000)));
      await new Promise(resolve => setTimeout(resolve, 50));
      await transport.close();
      expect((await writing).code).toBe('closed');
      expect((await writing).message).toContain('was closed during a write');
      await transport.open(record().sink);
      await transport.close();
    });
  });

  it('leaves no descriptor behind after 200 times open and close', async () => {
    await withPipe(async (_, path) => {
      const transport = serialTransport({ path });
      await transport.open(record().sink);
      await transport.close();
      const before = descriptors();
      for (let round = 0; round < 200; round++) {
        await transport.open(record().sink);
        await transport.close();
      }
      await until(() => descriptors() <= before, 'what was closed is gone');
      expect(descriptors()).toBeLessThanOrEqual(before);
    });
  });

  it('refuses parity, which a pseudo-terminal would drop without a word', async () => {
    await withPipe(async (_, path) => {
      const failure = await failureOf(serialTransport({ path, parity: 'even' }).open(record().sink));
      expect(failure.message).toBe(`${path} refuses 19200-8E1`);
      expect(failure.hint).toContain('8N1');
    });
  });
});
