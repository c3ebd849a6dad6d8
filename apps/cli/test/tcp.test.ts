import { listen, MemoryBank, ModbusServer, ServerUnit } from '@bus/modbus/node';
import { describe, expect, it } from 'vitest';
import { refusedPort } from './refused-port.js';
import { runBus } from './run-bus.js';
import { serve } from './serve.js';

/** The answer comes however long the machine stands still. */
const patient = { BUS_TIMEOUT: '20000' };
const reading = ['read', '--slave', '1', '--reg', '289', '--decimals', '1'];

describe('bus over TCP', () => {
  it('reads a value, which is not marked as simulated', async () => {
    const instrument = await serve();
    const ran = await runBus([...reading, '--port', instrument.url], { env: patient });
    await instrument.close();
    expect(ran).toEqual({ code: 0, stdout: '77.2\n', stderr: '' });
  });

  it('reads back what it wrote', async () => {
    const instrument = await serve();
    const env = { ...patient, BUS_PORT: instrument.url };
    const wrote = await runBus(['write', '--slave', '1', '--reg', '24', '--value', '95', '--decimals', '1'], {
      env,
    });
    const read = await runBus(['read', '--slave', '1', '--reg', '24', '--decimals', '1'], { env });
    await instrument.close();
    expect(wrote).toEqual({ code: 0, stdout: 'wrote 95.0 to unit 1, holding 24\n', stderr: '' });
    expect(read).toEqual({ code: 0, stdout: '95.0\n', stderr: '' });
  });

  it('speaks Modbus TCP, and shows the transaction', async () => {
    const bank = new MemoryBank({ holdingRegisters: { 289: 772 } });
    const server = new ModbusServer({ units: { 1: new ServerUnit({ bank }) } });
    const listening = await listen('tcp://127.0.0.1:0', server);
    const ran = await runBus([...reading, '--port', listening.url, '--trace', '-v'], { env: patient });
    await listening.close();
    expect(ran).toMatchObject({ code: 0, stdout: '77.2\n' });
    expect(ran.stderr).toContain(`tcp unit 1, holding 289, FC3`);
    expect(ran.stderr).toContain('→  00 00 00 00 00 06 01 03 01 21 00 01');
  });

  it('exits with 6 and no value when the answer is damaged', async () => {
    const instrument = await serve(answer => answer.with(4, answer[4]! ^ 1));
    const ran = await runBus([...reading, '--port', instrument.url, '--retries', '0'], { env: patient });
    await instrument.close();
    expect(ran).toMatchObject({ code: 6, stdout: '' });
    expect(ran.stderr).toContain('  heard  01 03 02 03 05 B9 77\n');
  });

  it('exits with 5 when the connection is refused', async () => {
    const { port, close } = await refusedPort();
    const ran = await runBus([...reading, '--port', `rtu+tcp://127.0.0.1:${port}`]);
    await close();
    expect(ran).toMatchObject({ code: 5, stdout: '' });
    expect(ran.stderr).toContain('refuses connections\n');
  });

  it('ends cleanly on Ctrl-C while it waits', async () => {
    const instrument = await serve();
    const args = [
      'read',
      '--slave',
      '9',
      '--reg',
      '1',
      '--port',
      instrument.url,
      '--timeout',
      '60000',
      '--trace',
    ];
    let interrupted = false;
    const ran = await runBus(args, {
      onStderr: (text, child) => {
        if (!interrupted && text.includes('→')) interrupted = child.kill('SIGINT');
      },
    });
    await instrument.close();
    expect(ran).toMatchObject({ code: 130, stdout: '' });
    expect(ran.stderr).toContain('given up by the caller\n');
  });
});
