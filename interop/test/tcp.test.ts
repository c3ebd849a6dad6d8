import { connect, type ModbusClient } from '@bus/modbus/node';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PATIENCE, soon } from '../support/patience.ts';
import { Program } from '../support/program.ts';
import { Rig } from '../support/rig.ts';
import { TABLE_SIZE, valueAt, valuesAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

/** A serial device server: one TCP connection at a time, joined to a port. */
async function deviceServer(path: string, port = 0): Promise<{ program: Program; port: number }> {
  const listen = `TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr`;
  const program = await Program.start(
    'socat',
    ['-d', '-d', listen, `${path},raw,echo=0`],
    /listening on .*:\d+\n/,
  );
  return { program, port: Number(/listening on .*:(\d+)/.exec(program.output)![1]) };
}

describeWith(['socat', 'libmodbus'], 'our client behind a TCP byte stream', () => {
  let rig: Rig;
  let bridge: Program;
  let port: number;
  let client: ModbusClient;

  beforeEach(async () => {
    rig = await Rig.open('libmodbus');
    ({ program: bridge, port } = await deviceServer(rig.cable.ours));
    const options = { timeout: PATIENCE, retries: 0, reconnect: { min: 50, max: 200 } };
    client = await connect(`rtu+tcp://127.0.0.1:${port}`, options);
  });
  afterEach(async () => {
    await client?.close();
    await bridge?.kill();
    await rig?.dispose();
  });

  it('reads and writes as it does on the port itself', async () => {
    const unit = client.unit(1);
    expect(await unit.readRegisters(0, 125)).toEqual(valuesAt(valueAt.holding, 0, 125));
    expect(await unit.readRegisters(9, 125, { table: 'input' })).toEqual(valuesAt(valueAt.input, 9, 125));
    expect(await unit.readBits(0, 2000)).toEqual(valuesAt(valueAt.discrete, 0, 2000));
    const coils = Array.from({ length: 1968 }, (_, index) => index % 7 === 0);
    await unit.writeBits(1, coils);
    expect(await unit.readBits(1, 1968, { table: 'coil' })).toEqual(coils);
    await unit.writeRegister(24, 95.5, { decimals: 1 });
    expect(await unit.readRegister(24, { decimals: 1 })).toBe(95.5);
  });

  it('hears refusals and silences', async () => {
    await expect(client.unit(1).readRegister(TABLE_SIZE)).rejects.toMatchObject({ exceptionCode: 2 });
    const absent = client.unit(3).readRegister(0, { timeout: 600 });
    await expect(absent).rejects.toMatchObject({ code: 'no-reply' });
    // For half a second libmodbus takes the next request for the absent unit's answer, and swallows it.
    const present = client.unit(1).readRegister(5, { timeout: 1000, retries: 20 });
    expect(await present).toBe(valueAt.holding(5));
  });

  it('gets the right value in each of 300 calls that are made at once', async () => {
    const calls = valuesAt(address => client.unit(1).readRegister(address), 0, 300);
    expect(await Promise.all(calls)).toEqual(valuesAt(valueAt.holding, 0, 300));
  });

  it('connects again by itself when the connection was cut', async () => {
    expect(await client.unit(1).readRegister(5)).toBe(valueAt.holding(5));
    await bridge.kill();
    await vi.waitFor(() => expect(client.line.state).not.toBe('open'), soon);
    ({ program: bridge } = await deviceServer(rig.cable.ours, port));
    await vi.waitFor(() => expect(client.line.state).toBe('open'), soon);
    expect(await vi.waitFor(() => client.unit(1).readRegister(6, { timeout: 1000 }), soon)).toBe(
      valueAt.holding(6),
    );
  });
});
