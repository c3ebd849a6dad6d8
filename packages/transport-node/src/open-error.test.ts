import { describe, expect, it } from 'vitest';
import type { NativeBinding } from './load-binding.js';
import { lockedError } from './open-error.js';
import { serialTransport, serialTransportWith } from './serial-transport.js';

const nothing = { data: () => undefined, closed: () => undefined };
// A character device that is there everywhere, so that the path itself gives no reason.
const device = '/dev/null';

function refusing(message: string): () => Promise<NativeBinding> {
  return async () => ({ open: () => Promise.reject(new Error(message)), list: async () => [] });
}

describe('opening a serial port that', () => {
  it.each([
    ['/dev/ttyNOPE7', 'does not exist', /erial port/],
    ['/tmp', 'is not a serial port', /erial port/],
    ['/dev/null', 'is not a serial port', /other device/],
  ])('is %s fails with the reason', async (path, what, hint) => {
    await expect(serialTransport({ path }).open(nothing)).rejects.toMatchObject({
      code: 'open-failed',
      message: `${path} ${what}`,
      hint: expect.stringMatching(hint),
      facts: { medium: `${path} 19200-8N1` },
    });
  });

  it.each([
    ['Error: Permission denied, cannot open /dev/x', 'may not be opened by this user', /dialout/],
    ['Opening COM3: Access denied', 'may not be opened by this user', /dialout/],
    ['Opening COM3: File not found', 'does not exist', /plugged in/],
    ['Error: Device or resource busy, cannot open /dev/x', 'is in use by another process', /other program/],
    ['Error Resource temporarily unavailable Cannot lock port', 'is in use by another process', /same Line/],
    [
      'Error: Input/output error, cannot open /dev/ttyS3',
      'has no working hardware behind it',
      /another port/,
    ],
    [
      'Error: Invalid argument || while setting custom baud rate of 7',
      'refuses these settings: Error: Invalid argument || while setting custom baud rate of 7',
      /usual speed/,
    ],
    ['Unknown error code 31', 'could not be opened: Unknown error code 31', /driver/],
  ])('fails with “%s” says what to do', async (message, what, hint) => {
    await expect(
      serialTransportWith({ path: device }, refusing(message)).open(nothing),
    ).rejects.toMatchObject({
      code: 'open-failed',
      message: `${device} ${what}`,
      hint: expect.stringMatching(hint),
    });
  });

  it('runs at another speed than asked for is closed again', async () => {
    let closed = false;
    const port = {
      getBaudRate: async () => ({ baudRate: 9600 }),
      close: async () => {
        closed = true;
      },
    };
    const load = async (): Promise<NativeBinding> => ({
      open: async () => port as never,
      list: async () => [],
    });
    await expect(
      serialTransportWith({ path: device, baudRate: 12_345 }, load).open(nothing),
    ).rejects.toMatchObject({
      code: 'open-failed',
      message: '/dev/null runs at 9600 baud instead of 12345',
    });
    expect(closed).toBe(true);
  });

  it('is locked names the holder as far as it is known', () => {
    const messageOf = (holder?: { pid: number; command: string | undefined }): string =>
      lockedError('/dev/x', 'm', holder).message;
    expect(messageOf({ pid: 12, command: 'minicom' })).toBe('/dev/x is in use by process 12 (minicom)');
    expect(messageOf({ pid: 12, command: undefined })).toBe('/dev/x is in use by process 12');
    expect(messageOf({ pid: 0, command: undefined })).toBe('/dev/x is in use by another process');
    expect(messageOf()).toBe('/dev/x is in use by another process');
  });
});
