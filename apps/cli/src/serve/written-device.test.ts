import { describe, expect, it } from 'vitest';
import { parseDevice } from './written-device.js';

describe('a device on the command line', () => {
  it.each([
    ['temperature-controller', { kind: 'temperature-controller', model: undefined, unit: 1 }],
    ['remote-io', { kind: 'remote-io', model: undefined, unit: 2 }],
    ['remote-io@17', { kind: 'remote-io', model: undefined, unit: 17 }],
    ['dcon:7044', { kind: 'dcon', model: '7044', unit: 2 }],
    ['dcon:7017@0A', { kind: 'dcon', model: '7017', unit: 10 }],
    ['drio', { kind: 'drio', model: undefined, unit: 0 }],
  ])('%s', (text, device) => {
    expect(parseDevice(text)).toEqual(device);
  });

  it.each([
    ['remote-oi', /there is no device 'remote-oi'/, /Did you mean remote-io\?/],
    ['oven', /there is no device 'oven'/, /temperature-controller, remote-io, dcon, drio/],
    ['dcon', /names no model/, /dcon:7044/],
    ['drio:2', /drio has no models/, undefined],
    ['drio@2', /no address/, undefined],
    ['remote-io@0', /must be 1 to 247/, undefined],
    ['remote-io@0A', /must be 1 to 247/, undefined],
    ['dcon:7044@2', /two hexadecimal digits/, undefined],
  ])('%s is none', (text, message, hint) => {
    expect(() => parseDevice(text)).toThrow(message);
    try {
      parseDevice(text);
    } catch (error) {
      if (hint !== undefined) expect((error as { hint?: string }).hint).toMatch(hint);
    }
  });
});
