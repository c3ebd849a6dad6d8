import type { TransportError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import type { Channel } from './channel.js';
import type { ControlLines, NativeBinding, NativePort } from './load-binding.js';
import type { WaitableTime } from './precise-time.js';
import { completeRs485, type Rs485Settings } from './rs485.js';
import { Rs485Channel } from './rs485-channel.js';
import { serialTransportWith } from './serial-transport.js';

const CHARACTER_TIME = 2;

/** A port, its channel and the time, which write down what is done when. */
class Bench {
  readonly log: string[] = [];
  now = 100;
  /** Milliseconds until a drain ends. */
  drainTime = 0;
  writeError: Error | undefined;
  setError: Error | undefined;
  readonly channel: Rs485Channel;
  #held: (() => void) | undefined;

  constructor(settings: Rs485Settings) {
    const inner: Channel = {
      start: () => this.#note('start'),
      write: async bytes => {
        this.#note(`write ${bytes.length}`);
        if (this.writeError) throw this.writeError;
        this.now += this.drainTime;
        this.#note('drained');
      },
      release: async () => this.#note('release'),
    };
    const port = {
      set: async (lines: ControlLines) => {
        if (this.setError) throw this.setError;
        this.#note(`rts ${lines.rts} dtr ${lines.dtr}`);
      },
    } as unknown as NativePort;
    const time: WaitableTime = {
      now: () => this.now,
      until: async deadline => {
        if (this.#held)
          await new Promise<void>(resolve => {
            this.#held = resolve;
          });
        this.now = Math.max(this.now, deadline);
      },
    };
    this.channel = new Rs485Channel(inner, port, completeRs485(settings), CHARACTER_TIME, time);
  }

  /** Lets the next waits stand until `go`. */
  hold(): void {
    this.#held = () => undefined;
  }

  go(): void {
    this.#held?.();
  }

  #note(what: string): void {
    this.log.push(`${this.now} ${what}`);
  }
}

describe('Rs485Channel', () => {
  it('keeps the driver on until the last character is out, however early the drain ends', async () => {
    const bench = new Bench({ rtsOnSend: 'high', delayBefore: 1, delayAfter: 3 });
    await bench.channel.write(new Uint8Array(8));
    expect(bench.log).toEqual([
      '100 rts true dtr true',
      '101 write 8',
      '101 drained',
      '120 rts false dtr true', // 101 + 8 × 2 + 3
    ]);
  });

  it('counts the delay after from the end of a drain that takes longer than the characters', async () => {
    const bench = new Bench({ rtsOnSend: 'high', delayAfter: 3 });
    bench.drainTime = 50;
    await bench.channel.write(new Uint8Array(8));
    expect(bench.log).toEqual([
      '100 rts true dtr true',
      '100 write 8',
      '150 drained',
      '153 rts false dtr true',
    ]);
  });

  it('turns the levels round where low switches the driver on', async () => {
    const bench = new Bench({ rtsOnSend: 'low' });
    await bench.channel.write(new Uint8Array(1));
    expect(bench.log).toEqual([
      '100 rts false dtr true',
      '100 write 1',
      '100 drained',
      '102 rts true dtr true',
    ]);
  });

  it('switches the driver off when a write fails', async () => {
    const bench = new Bench({ rtsOnSend: 'high' });
    bench.writeError = new Error('no power');
    await expect(bench.channel.write(new Uint8Array(8))).rejects.toThrow('no power');
    expect(bench.log.at(-1)).toBe('100 rts false dtr true');
  });

  it('leaves the driver off when it is released while the driver is being switched on', async () => {
    const states: boolean[] = [];
    const port = {
      set: async ({ rts }: ControlLines) => {
        // In threads of Node's pool the later call may overtake the earlier one.
        if (rts) await new Promise(resolve => setTimeout(resolve, 20));
        states.push(rts);
      },
    } as unknown as NativePort;
    const nothing = async (): Promise<void> => undefined;
    const inner: Channel = { start: () => undefined, write: nothing, release: nothing };
    const channel = new Rs485Channel(inner, port, completeRs485({ rtsOnSend: 'high' }), CHARACTER_TIME);
    const writing = channel.write(new Uint8Array(1));
    const releasing = channel.release();
    await expect(writing).rejects.toThrow('closed');
    await releasing;
    expect(states).toEqual([true, false]);
  });

  it('sends nothing when the driver cannot be switched on', async () => {
    const bench = new Bench({ rtsOnSend: 'high' });
    bench.setError = new Error('cannot set');
    await expect(bench.channel.write(new Uint8Array(8))).rejects.toThrow('cannot set');
    expect(bench.log).toEqual([]);
  });

  it('switches the driver off before it gives the port free, and leaves the lines alone afterwards', async () => {
    const bench = new Bench({ rtsOnSend: 'high', delayBefore: 1 });
    bench.hold();
    const writing = bench.channel.write(new Uint8Array(8));
    await new Promise(resolve => setImmediate(resolve));
    await bench.channel.release();
    bench.go();
    await expect(writing).rejects.toThrow('closed');
    expect(bench.log).toEqual(['100 rts true dtr true', '100 rts false dtr true', '100 release']);
  });

  it('gives the port free although its lines cannot be set any more', async () => {
    const bench = new Bench({ rtsOnSend: 'high' });
    bench.setError = new Error('unplugged');
    await expect(bench.channel.release()).resolves.toBeUndefined();
    expect(bench.log).toEqual(['100 release']);
  });
});

describe('serialTransport with rs485', () => {
  const noWaiting = new Promise<never>(() => undefined);

  function binding(log: unknown[], set: () => Promise<void>): NativeBinding {
    return {
      list: async () => [],
      open: async options => {
        log.push(options);
        return {
          read: () => noWaiting,
          write: async buffer => void log.push(`write ${buffer.length}`),
          drain: async () => undefined,
          flush: async () => undefined,
          close: async () => void log.push('close'),
          set: async lines => {
            await set();
            log.push(`rts ${lines.rts}`);
          },
          getBaudRate: async () => ({ baudRate: 0 }),
        };
      },
    };
  }

  it.each([
    ['high', true],
    ['low', false],
  ] as const)(
    'listens as soon as it is open, sends with RTS %s, and leaves RTS right for listening',
    async (rtsOnSend, hupcl) => {
      const log: unknown[] = [];
      const settings = { path: '/dev/ttyNOPE', lock: false, rs485: { rtsOnSend } };
      const transport = serialTransportWith(settings, async () => binding(log, async () => undefined));
      await transport.open({ data: () => undefined, closed: () => undefined });
      await transport.write(new Uint8Array(2));
      await transport.close();
      const on = `rts ${rtsOnSend === 'high'}`;
      const off = `rts ${rtsOnSend !== 'high'}`;
      expect(log).toEqual([expect.objectContaining({ hupcl }), off, on, 'write 2', off, off, 'close']);
      expect(log[0]).not.toHaveProperty('rs485');
    },
  );

  it('says that a port has no RTS line, and gives it free', async () => {
    const log: unknown[] = [];
    const settings = { path: '/dev/ttyNOPE', lock: false, rs485: { rtsOnSend: 'high' as const } };
    const transport = serialTransportWith(settings, async () =>
      binding(log, () => Promise.reject(new Error('Inappropriate ioctl for device, cannot set'))),
    );
    const failure = await transport
      .open({ data: () => undefined, closed: () => undefined })
      .catch((error: TransportError) => error);
    expect(failure).toMatchObject({ code: 'open-failed', hint: expect.stringContaining('rs485') });
    expect(log.at(-1)).toBe('close');
  });
});
