import { EventEmitter } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DescriptorChannel } from './descriptor-channel.js';

/** A watcher that says what the test tells it to. */
class FakeWatcher extends EventEmitter {
  polled: number[] = [];
  failure: Error | undefined;
  poll(events: number): void {
    if (this.failure) throw this.failure;
    this.polled.push(events);
  }
}

// A file takes the place of the tty: it is read and written by its descriptor just the same.
let directory: string;
let fd: number;
let watcher: FakeWatcher;
const drained: string[] = [];

function channel(drains?: boolean): DescriptorChannel {
  const done = async (): Promise<void> => undefined;
  const port = {
    fd,
    poller: watcher,
    read: () => Promise.reject(new Error('not used')),
    write: () => Promise.reject(new Error('not used')),
    drain: async () => {
      drained.push('drain');
    },
    flush: done,
    close: done,
    set: done,
    getBaudRate: async () => ({ baudRate: 0 }),
  };
  return new DescriptorChannel(port, 0.5, drains);
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bus-channel-'));
  writeFileSync(join(directory, 'tty'), 'abc');
  fd = openSync(join(directory, 'tty'), 'r+');
  watcher = new FakeWatcher();
  drained.length = 0;
});
afterEach(() => {
  vi.unstubAllGlobals();
  closeSync(fd);
  rmSync(directory, { recursive: true });
});

describe('DescriptorChannel', () => {
  it('neither reads nor watches in a pause, and writes on', async () => {
    const heard: number[] = [];
    const paused = channel(false);
    paused.start({ data: chunk => heard.push(...chunk), ended: () => undefined });
    paused.pause();
    watcher.emit('readable', null);
    watcher.emit('readable', null);
    expect([heard, watcher.polled]).toEqual([[], [1]]);
    await paused.write(Uint8Array.of(1));
    paused.resume();
    expect(watcher.polled).toEqual([1, 1]);
    watcher.emit('readable', null);
    expect(heard).toHaveLength(2);
    expect(watcher.polled).toEqual([1, 1, 1]);
  });

  it('reads when there is something, watches on, and takes an end of file for the end', () => {
    const heard: unknown[] = [];
    channel().start({ data: chunk => heard.push(...chunk), ended: cause => heard.push(cause) });
    expect(watcher.polled).toEqual([1]);
    watcher.emit('readable', null);
    expect(heard).toEqual([97, 98, 99]);
    expect(watcher.polled).toEqual([1, 1]);
    watcher.emit('readable', null);
    expect(heard).toEqual([97, 98, 99, undefined]);
    expect(watcher.polled).toEqual([1, 1]);
  });

  it('reads straight to where its owner wants the bytes, and asks anew before each read', () => {
    const memory = new Uint8Array(6);
    const places = [memory.subarray(1, 3), undefined];
    const heard: Uint8Array[] = [];
    channel().start({
      space: () => places.shift(),
      data: chunk => heard.push(chunk),
      ended: () => undefined,
    });
    watcher.emit('readable', null);
    watcher.emit('readable', null);
    expect(heard.map(chunk => [...chunk])).toEqual([[97, 98], [99]]);
    expect(heard[0]?.buffer).toBe(memory.buffer);
    expect(heard[1]?.buffer).not.toBe(memory.buffer);
    expect([...memory]).toEqual([0, 97, 98, 0, 0, 0]);
  });

  it('takes a watcher that fails for the end', () => {
    const heard: unknown[] = [];
    const events = { data: () => undefined, ended: (cause: unknown) => heard.push(cause) };
    channel().start(events);
    watcher.emit('readable', new Error('bad file descriptor'));
    expect(heard).toEqual([undefined]);
    watcher.failure = new Error('gone');
    channel().start(events);
    expect(heard).toEqual([undefined, watcher.failure]);
  });

  it('keeps an error of its owner away from the native part', () => {
    const later: (() => void)[] = [];
    vi.stubGlobal('queueMicrotask', (action: () => void) => later.push(action));
    channel().start({
      data: () => {
        throw new Error('in the sink');
      },
      ended: () => undefined,
    });
    expect(() => watcher.emit('readable', null)).not.toThrow();
    expect(watcher.polled).toEqual([1, 1]);
    expect(later.length).toBe(1);
    expect(later[0]).toThrow('in the sink');
  });

  it('waits for no drain where nothing is transmitted', async () => {
    const open = channel(false);
    open.start({ data: () => undefined, ended: () => undefined });
    await open.write(Uint8Array.of(1));
    expect(drained).toEqual([]);
  });

  it('drains after a write, and lets go of the watcher when it is released', async () => {
    const open = channel();
    open.start({ data: () => undefined, ended: () => undefined });
    await open.write(Uint8Array.of(1));
    expect(drained).toEqual(['drain']);
    await open.release();
    expect(watcher.listenerCount('readable') + watcher.listenerCount('writable')).toBe(0);
    await expect(open.write(Uint8Array.of(1))).rejects.toThrow('closed');
  });
});
