import { TransportError, UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import type { Channel, ChannelEvents } from './channel.js';
import { ChannelTransport } from './channel-transport.js';

/** A channel whose write and release are settled by the test. */
class FakeChannel implements Channel {
  events: ChannelEvents | undefined;
  released = 0;
  finishWrite: (error?: Error) => void = () => undefined;
  finishRelease: () => void = () => undefined;
  start(events: ChannelEvents): void {
    this.events = events;
  }
  write(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.finishWrite = error => (error ? reject(error) : resolve());
    });
  }
  release(): Promise<void> {
    this.released += 1;
    return new Promise(resolve => {
      this.finishRelease = resolve;
    });
  }
}

const medium = { name: 'fake', characterTime: 0 };

function sinkInto(calls: unknown[]): { data(chunk: Uint8Array): void; closed(reason?: Error): void } {
  return {
    data: chunk => calls.push(...chunk),
    closed: reason => calls.push((reason as TransportError).code),
  };
}

async function opened(): Promise<{ transport: ChannelTransport; channel: FakeChannel; calls: unknown[] }> {
  const channel = new FakeChannel();
  const calls: unknown[] = [];
  const transport = new ChannelTransport(medium, async () => channel);
  await transport.open(sinkInto(calls));
  return { transport, channel, calls };
}

describe('ChannelTransport', () => {
  it('reports a loss once, after the device is free, and can be opened again from there', async () => {
    const channels = [new FakeChannel(), new FakeChannel()];
    const calls: unknown[] = [];
    const transport = new ChannelTransport(medium, async () => channels.shift()!);
    const [first] = channels;
    let reopened: Promise<void> | undefined;
    await transport.open({
      data: () => undefined,
      closed: reason => {
        calls.push((reason as TransportError).message);
        reopened = transport.open(sinkInto([]));
      },
    });
    first!.events!.ended(new Error('cable'));
    first!.events!.ended(undefined);
    expect(calls).toEqual([]);
    await expect(transport.open(sinkInto([]))).rejects.toMatchObject({ code: 'open-failed' });
    first!.finishRelease();
    await new Promise(resolve => setImmediate(resolve));
    await reopened;
    expect(calls).toEqual(['fake is gone: cable']);
    expect(first!.released).toBe(1);
  });

  it('hands on the hint that the cause of a loss has', async () => {
    const channel = new FakeChannel();
    const transport = new ChannelTransport(medium, async () => channel);
    const closed = new Promise<Error | undefined>(resolve => {
      void transport.open({ data: () => undefined, closed: resolve });
    });
    await new Promise(resolve => setImmediate(resolve));
    channel.events!.ended(new TransportError('disconnected', 'alert', { hint: 'renew it' }));
    channel.finishRelease();
    expect(await closed).toMatchObject({ message: 'fake is gone: alert', hint: 'renew it' });
  });

  it('keeps silent about a loss that it is closed during', async () => {
    const { transport, channel, calls } = await opened();
    channel.events!.ended(undefined);
    const closing = transport.close();
    channel.finishRelease();
    await closing;
    expect(calls).toEqual([]);
  });

  it('passes nothing on once it is being closed', async () => {
    const { transport, channel, calls } = await opened();
    channel.events!.data(Uint8Array.of(1));
    const closing = transport.close();
    channel.events!.data(Uint8Array.of(2));
    channel.events!.ended(undefined);
    channel.finishRelease();
    await closing;
    expect(calls).toEqual([1]);
  });

  it('ends a write at once when it is closed, whatever the channel does', async () => {
    const { transport, channel } = await opened();
    const writing = transport.write(Uint8Array.of(1));
    const closing = transport.close();
    await expect(writing).rejects.toMatchObject({ code: 'closed' });
    channel.finishWrite(new Error('late'));
    channel.finishRelease();
    await expect(closing).resolves.toBeUndefined();
  });

  it('ends a write at once when the device is lost', async () => {
    const { channel, transport } = await opened();
    const writing = transport.write(Uint8Array.of(1));
    channel.events!.ended(undefined);
    await expect(writing).rejects.toMatchObject({ code: 'write-failed', cause: { code: 'disconnected' } });
  });

  it('tells why a write failed and stays open', async () => {
    const { channel, transport } = await opened();
    const writing = transport.write(Uint8Array.of(1));
    channel.finishWrite(new Error('no power'));
    await expect(writing).rejects.toThrow('fake could not be written to: no power');
    const next = transport.write(Uint8Array.of(1));
    channel.finishWrite();
    await expect(next).resolves.toBeUndefined();
  });

  it('refuses two writes at a time', async () => {
    const { channel, transport } = await opened();
    const first = transport.write(Uint8Array.of(1));
    await expect(transport.write(Uint8Array.of(2))).rejects.toBeInstanceOf(UsageError);
    channel.finishWrite();
    await expect(first).resolves.toBeUndefined();
  });

  it('releases what was opened although it was closed meanwhile', async () => {
    const channel = new FakeChannel();
    let connect: (channel: Channel) => void = () => undefined;
    let aborted = false;
    const transport = new ChannelTransport(medium, signal => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise(resolve => {
        connect = resolve;
      });
    });
    const opening = transport.open(sinkInto([]));
    const closing = transport.close();
    expect(aborted).toBe(true);
    connect(channel);
    await new Promise(resolve => setImmediate(resolve));
    channel.finishRelease();
    await expect(opening).rejects.toMatchObject({ code: 'open-failed' });
    await closing;
    expect(channel.released).toBe(1);
    expect(channel.events).toBeUndefined();
  });

  it('can be opened again after an attempt failed', async () => {
    const outcomes = [
      Promise.reject(new TransportError('open-failed', 'no')),
      Promise.resolve(new FakeChannel()),
    ];
    const transport = new ChannelTransport(medium, () => outcomes.shift()!);
    await expect(transport.open(sinkInto([]))).rejects.toThrow('no');
    await expect(transport.open(sinkInto([]))).resolves.toBeUndefined();
  });
});
