import { describe, expect, it } from 'vitest';
import { loadBinding } from './load-binding.js';
import { serialTransportWith } from './serial-transport.js';

const nothing = { data: () => undefined, closed: () => undefined };

function failure(message: string, code?: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error(message), { code }));
}

const absent = failure("Cannot find package 'serialport' imported from /app/x.js", 'ERR_MODULE_NOT_FOUND');

describe('loadBinding', () => {
  it('gives the binding of the installed package', async () => {
    expect(typeof (await loadBinding()).open).toBe('function');
  });

  it('takes a CommonJS module whose names were not found', async () => {
    const binding = { open: () => undefined, list: () => undefined };
    expect(await loadBinding(async () => ({ default: { SerialPort: { binding } } }))).toBe(binding);
  });

  it('says how to install the package when it is absent', async () => {
    await expect(loadBinding(absent)).rejects.toMatchObject({
      code: 'driver-missing',
      message: "the package 'serialport' is not installed: npm install serialport",
      hint: expect.stringContaining('npm install serialport'),
    });
  });

  it.each([
    [
      'No native build was found for platform=linux arch=riscv64\n    loaded from: /x',
      undefined,
      'No native build was found for platform=linux arch=riscv64',
    ],
    [
      "Cannot find package 'debug' imported from /app/node_modules/serialport/dist/index.js",
      'ERR_MODULE_NOT_FOUND',
      "Cannot find package 'debug'",
    ],
    ["Cannot find module '@serialport/stream'", 'MODULE_NOT_FOUND', '@serialport/stream'],
  ])('does not take a broken package for an absent one: %j', async (message, code, told) => {
    await expect(loadBinding(failure(message, code))).rejects.toMatchObject({
      code: 'driver-missing',
      message: expect.stringMatching(/^the package 'serialport' cannot be used: /),
      hint: expect.stringContaining(process.arch),
    });
    await expect(loadBinding(failure(message, code))).rejects.toThrow(told);
  });

  it('refuses a package without a binding', async () => {
    await expect(loadBinding(async () => ({}))).rejects.toMatchObject({ code: 'driver-missing' });
  });

  it('is asked when a port is opened, and not before', async () => {
    const transport = serialTransportWith({ path: '/dev/ttyUSB0' }, () => loadBinding(absent));
    expect(transport.medium.name).toBe('/dev/ttyUSB0 19200-8N1');
    await expect(transport.open(nothing)).rejects.toMatchObject({ code: 'driver-missing' });
  });
});
