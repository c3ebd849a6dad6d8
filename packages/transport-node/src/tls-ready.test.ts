import { EventEmitter } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whenTlsReady } from './tls-ready.js';

function started(protocol: string): { socket: EventEmitter; calls: () => number } {
  const socket = Object.assign(new EventEmitter(), { getProtocol: () => protocol });
  let calls = 0;
  whenTlsReady(socket as unknown as TLSSocket, () => {
    calls += 1;
  });
  return { socket, calls: () => calls };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('whenTlsReady', () => {
  it('is content with the end of the handshake by TLS 1.2', () => {
    const { socket, calls } = started('TLSv1.2');
    expect(calls()).toBe(0);
    socket.emit('secureConnect');
    expect(calls()).toBe(1);
  });

  it('waits for the first session ticket by TLS 1.3, and lets the event end before', () => {
    const { socket, calls } = started('TLSv1.3');
    socket.emit('secureConnect');
    expect(calls()).toBe(0);
    socket.emit('session');
    socket.emit('session');
    expect(calls()).toBe(0);
    vi.runAllTimers();
    expect(calls()).toBe(1);
  });

  it('does not wait long for a server that sends none', () => {
    const { socket, calls } = started('TLSv1.3');
    socket.emit('secureConnect');
    vi.advanceTimersByTime(249);
    expect(calls()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(calls()).toBe(1);
  });

  it('leaves no timer behind when the connection ends', () => {
    const { socket, calls } = started('TLSv1.3');
    socket.emit('secureConnect');
    socket.emit('close');
    expect(vi.getTimerCount()).toBe(0);
    expect(calls()).toBe(0);
  });
});
