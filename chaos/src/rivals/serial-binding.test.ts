import { once } from 'node:events';
import { SerialPort } from 'serialport';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryWire } from './memory-wire.fixture.js';
import { serialBinding } from './serial-binding.js';

describe('a SerialPort over a wire', () => {
  let wire: MemoryWire;
  let port: SerialPort;
  let events: string[];

  beforeEach(async () => {
    wire = new MemoryWire();
    const options = { path: 'wire', baudRate: 9600, binding: serialBinding(wire) };
    port = new SerialPort(options);
    events = [];
    port.on('data', (chunk: Buffer) => events.push(chunk.toString('hex')));
    port.on('error', error => events.push(`error: ${error.message}`));
    port.on('close', (error: { disconnected?: boolean } | null) =>
      events.push(error?.disconnected ? 'disconnected' : 'closed'),
    );
    await once(port, 'open');
  });

  it('gives what comes as it comes, and what came meanwhile together', async () => {
    wire.say('01');
    wire.say('02');
    await settle();
    wire.say('0304');
    await settle();
    expect(events).toEqual(['0102', '0304']);
  });

  it('writes in order, and drains when all of it is out', async () => {
    port.write(Buffer.of(1, 2));
    port.write(Buffer.of(3));
    await new Promise(resolve => port.drain(resolve));
    await settle();
    expect(wire.written.join('')).toBe('010203');
  });

  it('forgets what came when it is flushed', async () => {
    port.pause();
    await settle();
    port.flush();
    wire.say('01');
    port.resume();
    await settle();
    expect(events).toEqual(['01']);
  });

  it('closes without an error while it reads, and can be opened again', async () => {
    await new Promise(resolve => port.close(resolve));
    expect([events, wire.isOpen, port.isOpen]).toEqual([['closed'], false, false]);
    await new Promise(resolve => port.open(resolve));
    wire.say('05');
    await settle();
    expect(events).toEqual(['closed', '05']);
  });

  it('says that it was disconnected when the wire is lost, behind what still came', async () => {
    wire.say('01');
    wire.lose();
    await settle();
    expect([events, port.isOpen]).toEqual([['01', 'disconnected'], false]);
  });

  it('fails a write to a wire that is lost, and not one that was handed over before', async () => {
    const results: (Error | null | undefined)[] = [];
    port.write(Buffer.of(1), error => results.push(error));
    await settle();
    wire.lose();
    port.write(Buffer.of(2), error => results.push(error));
    await settle();
    expect(results).toEqual([null, expect.objectContaining({ code: 'EIO' })]);
    expect(events).toContain('disconnected');
  });

  it('cannot be opened when the wire cannot', async () => {
    const unplugged = new MemoryWire();
    unplugged.refusal = new Error('there is no such port');
    const options = { path: 'wire', baudRate: 9600, binding: serialBinding(unplugged), autoOpen: false };
    const error = await new Promise(resolve => new SerialPort(options).open(resolve));
    expect(error).toMatchObject({ message: 'there is no such port' });
  });
});

it('a binding cancels the read under way when it is closed, and says that it is closed from then on', async () => {
  const binding = await serialBinding(new MemoryWire()).open({ path: 'wire', baudRate: 9600 });
  const reading = binding.read(Buffer.alloc(8), 0, 8);
  await binding.close();
  await expect(reading).rejects.toMatchObject({ canceled: true });
  await expect(binding.read(Buffer.alloc(8), 0, 8)).rejects.toThrow('Port is not open');
  await expect(binding.write(Buffer.of(1))).rejects.toThrow('Port is not open');
});

const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
