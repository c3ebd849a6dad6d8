import { DrioClient } from '@bus/232drio';
import { DconClient } from '@bus/dcon';
import { Line } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { ModbusClient } from '@bus/modbus';
import { describe, expect, it } from 'vitest';
import { standardDrioLine } from './simulated-drio-line.js';
import { standardLine } from './standard-line.js';

describe('the standard line', () => {
  it('shows its clients what its instruments are made to measure', async () => {
    const clock = new FakeClock();
    const { virtual, controller, remoteIo, modules } = standardLine({ baudRate: 19_200, clock });
    const line = new Line(virtual.transport(), { clock });
    const modbus = new ModbusClient(line);
    const dcon = new DconClient(line);

    controller.bank.holdingRegisters.set(289, 801);
    remoteIo.bank.holdingRegisters.set(7, 4711);
    modules.digital.setInput(1, false);
    modules.analogInput.setValue(2, 1.234);
    modules.counter.pulse(1, 42);

    expect(await clock.until(modbus.unit(1).readRegister(289, { decimals: 1 }))).toBe(80.1);
    expect(await clock.until(modbus.unit(2).readRegister(7))).toBe(4711);
    expect(await clock.until(dcon.module(2, { family: '7044' }).inputs.get(1))).toBe(false);
    expect(await clock.until(dcon.module(3, { family: '7017' }).analogInputs.readChannel(2))).toMatchObject({
      value: 1.234,
    });
    expect(await clock.until(dcon.module(5, { family: '7080' }).counters.read(1))).toBe(42);
    await clock.until(dcon.module(0x0a, { family: '7060', checksum: true }).outputs.set(3, true));
    expect(modules.relays.outputs).toEqual([false, false, true, false]);
    await clock.until(dcon.module(4, { family: '7024' }).analogOutputs.write(2.5, { channel: 1 }));
    expect(modules.analogOutput.value(1)).toBe(2.5);
    await clock.until(line.close());
  });

  it('can have its plug pulled', async () => {
    const clock = new FakeClock();
    const { virtual } = standardLine({ clock });
    const line = new Line(virtual.transport(), { clock, reconnect: false });
    await clock.until(line.open());
    virtual.cut();
    expect(line.state).toBe('lost');
    virtual.restore();
    await clock.until(line.open());
    expect(line.state).toBe('open');
    await clock.until(line.close());
  });
});

it('a standard 232DRIO line shows what its input is made to be', async () => {
  const { virtual, unit } = standardDrioLine();
  const line = new Line(virtual.transport());
  unit.input = false;
  // The clock is that of the system, and the machine may be busy with something else.
  const client = new DrioClient(line, { timeout: 30_000 });
  expect(await client.read()).toEqual({ relay1: false, relay2: false, input: false });
  await line.close();
});
