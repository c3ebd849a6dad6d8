import { describe, expect, it } from 'vitest';
import { ports } from './ports.js';

describe('the ports service', () => {
  it('returns what the machine has', async () => {
    const listPorts = async () => [{ path: '/dev/ttyUSB1', vendorId: '0403' }];
    expect(await ports({ listPorts })).toEqual({ ports: [{ path: '/dev/ttyUSB1', vendorId: '0403' }] });
  });

  it('asks this machine unless told otherwise', async () => {
    expect((await ports()).ports).toBeInstanceOf(Array);
  });
});
