import { UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { findPort, type PortSources } from './find-port.js';

const config = { path: '../bus.config.yaml', settings: { port: '/dev/config' } };
const all: PortSources = {
  flags: { port: '/dev/flag' },
  env: { port: '/dev/env' },
  config,
  listPorts: async () => [{ path: '/dev/only' }],
};

describe('the port', () => {
  it('is that of --port first', async () => {
    expect(await findPort(all)).toMatchObject({ url: '/dev/flag', origin: '--port' });
  });

  it('then that of BUS_PORT', async () => {
    expect(await findPort({ ...all, flags: {} })).toMatchObject({ url: '/dev/env', origin: 'BUS_PORT' });
  });

  it('then that of the configuration file', async () => {
    expect(await findPort({ ...all, flags: {}, env: {} })).toMatchObject({
      url: '/dev/config',
      origin: '../bus.config.yaml',
    });
  });

  it('then the only serial port of the machine', async () => {
    expect(await findPort({ ...all, flags: {}, env: {}, config: undefined })).toMatchObject({
      url: '/dev/only',
      origin: 'the only serial port of this machine',
    });
  });

  it('is looked for on the machine only when nobody named one', async () => {
    const listPorts = () => Promise.reject(new Error('must not be asked'));
    expect(await findPort({ ...all, flags: {}, env: {}, listPorts })).toMatchObject({ url: '/dev/config' });
  });

  it('is never the simulated line unless that is named, and says where it was looked for', async () => {
    const listPorts = async () => [];
    const error = await findPort({ flags: {}, env: {}, config: undefined, listPorts }).catch(
      thrown => thrown,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toBe(
      'no port: --port is not given, BUS_PORT is not set, there is no bus.config.yaml here or above, and this machine has no serial port',
    );
    expect(error.hint).toBe(
      'Give one, such as --port /dev/ttyUSB0; --port sim: is the built-in simulated line.',
    );
  });

  it('is not guessed among several, which are named', async () => {
    const listPorts = async () => [{ path: '/dev/ttyUSB1' }, { path: '/dev/ttyUSB2' }];
    const file = { path: 'bus.config.yaml', settings: { baud: 9600 } };
    const error = await findPort({ flags: {}, env: {}, config: file, listPorts }).catch(thrown => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain('bus.config.yaml names no port');
    expect(error.message).toContain('this machine has 2 serial ports: /dev/ttyUSB1, /dev/ttyUSB2');
    expect(error.hint).toContain('--port /dev/ttyUSB1;');
  });
});
