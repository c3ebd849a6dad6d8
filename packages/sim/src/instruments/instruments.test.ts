import { MemoryBank, ModbusException, rtuFraming } from '@bus/modbus';
import { describe, expect, it } from 'vitest';
import { bytes, listen, makeBench, numberAt, numberedInstrument, outcome } from '../bench.fixture.js';
import { modbusInstrument } from './modbus-instrument.js';
import { remoteIo } from './remote-io.js';
import type { SimulatedInstrument } from './simulated-instrument.js';
import { temperatureController } from './temperature-controller.js';

function benchWith(...instruments: SimulatedInstrument[]) {
  const bench = makeBench({ line: { retries: 0 } });
  for (const instrument of instruments) bench.virtual.attach(instrument);
  return bench;
}

/** What is heard when these bytes are sent. */
async function reactionTo(hex: string, ...instruments: SimulatedInstrument[]): Promise<string> {
  const { clock, transport } = benchWith(...instruments);
  const listener = await listen(transport, clock);
  await clock.until(transport.write(bytes(hex)));
  await clock.advance(500);
  return listener.hex();
}

describe('a simulated Modbus device', () => {
  it('is silent to other units, and to frames with a wrong checksum', async () => {
    expect(await reactionTo('05 03 00 01 00 01 D4 4E', numberedInstrument(1))).toBe('');
    expect(await reactionTo('01 03 00 01 00 01 D5 CB', numberedInstrument(1))).toBe('');
    expect(await reactionTo('01 03 00 01 00 01 D5 CA', numberedInstrument(1))).toMatch(/^01 03 02/);
  });

  it('carries a broadcast out without an answer', async () => {
    const [one, two] = [numberedInstrument(1), numberedInstrument(2)];
    const { clock, virtual, client } = benchWith(one, two);
    const monitor = await listen(virtual.transport(), clock);
    await clock.until(client.unit(0).writeRegister(7, 4711));
    await clock.advance(1000);
    expect([one.bank.holdingRegisters.get(7), two.bank.holdingRegisters.get(7)]).toEqual([4711, 4711]);
    expect(monitor.heard).toHaveLength(1);
  });

  it('refuses functions that it does not know', async () => {
    const bank = new MemoryBank({ holdingRegisters: { 1: 5 } });
    const { clock, client } = benchWith(modbusInstrument({ unit: 4, bank, functions: new Set([3]) }));
    expect(await clock.until(client.unit(4).readRegister(1))).toBe(5);
    await expect(clock.until(client.unit(4).writeRegister(1, 6))).rejects.toMatchObject({ exceptionCode: 1 });
    expect(bank.holdingRegisters.get(1)).toBe(5);
  });

  it('answers after its delay', async () => {
    const { clock, client } = benchWith(numberedInstrument(1, 10, 35));
    expect(await clock.until(client.unit(1).readRegister(3))).toBe(numberAt(1, 3));
    expect(clock.now()).toBe(35);
  });

  it('shares the line with others', async () => {
    const { clock, client } = benchWith(numberedInstrument(1), numberedInstrument(2), numberedInstrument(3));
    for (const unit of [3, 1, 2]) {
      expect(await clock.until(client.unit(unit).readRegisters(20, 3))).toEqual(
        [20, 21, 22].map(at => numberAt(unit, at)),
      );
    }
  });

  it('must have an address of its own', () => {
    for (const unit of [0, 248, 1.5]) {
      expect(() => modbusInstrument({ unit, bank: new MemoryBank() })).toThrow('from 1 to 247');
      expect(() => remoteIo({ unit })).toThrow('from 1 to 247');
    }
  });
});

describe('an instrument of another kind', () => {
  it('may take its time to answer', async () => {
    const inner = numberedInstrument(6);
    const slow: SimulatedInstrument = {
      unit: 6,
      framing: inner.framing,
      answer: async frame => inner.answer(frame.slice()),
    };
    const { clock, client } = benchWith(slow);
    expect(await clock.until(client.unit(6).readRegister(9))).toBe(numberAt(6, 9));
  });

  it('is silent when it fails', async () => {
    let questions = 0;
    const failing: SimulatedInstrument = {
      unit: 1,
      framing: rtuFraming,
      answer: async () => {
        questions += 1;
        throw new Error('the device broke');
      },
    };
    expect(await reactionTo('01 03 00 01 00 01 D5 CA 01 03 00 01 00 01 D5 CA', failing)).toBe('');
    expect(questions).toBe(2);
  });
});

describe('the simulated temperature controller', () => {
  it('shows 77.2, and keeps a set point', async () => {
    const { clock, client } = benchWith(temperatureController());
    const unit = client.unit(1);
    expect(await clock.until(unit.readRegister(289, { decimals: 1 }))).toBe(77.2);
    expect(await clock.until(unit.readRegister(289, { decimals: 1, table: 'input' }))).toBe(77.2);
    expect(await clock.until(unit.readRegister(290, { decimals: 1, signed: true }))).toBe(-2.8);
    expect(await clock.until(unit.readRegister(24, { decimals: 1 }))).toBe(80);
    await clock.until(unit.writeRegister(24, 95.5, { decimals: 1 }));
    expect(await clock.until(unit.readRegister(24, { decimals: 1 }))).toBe(95.5);
    await clock.until(unit.writeRegister(24, 60, { decimals: 1, fc: 6 }));
    expect(await clock.until(unit.readRegister(24, { decimals: 1 }))).toBe(60);
  });

  it('knows coils, discrete inputs and free registers', async () => {
    const { clock, client } = benchWith(temperatureController({ unit: 9 }));
    const unit = client.unit(9);
    expect(await clock.until(unit.readBits(172, 3, { table: 'coil' }))).toEqual([true, false, false]);
    await clock.until(unit.writeBit(173, true));
    await clock.until(unit.writeBits(19, [false, false]));
    expect(await clock.until(unit.readBits(172, 3, { table: 'coil' }))).toEqual([true, true, false]);
    expect(await clock.until(unit.readBits(19, 4, { table: 'coil' }))).toEqual([false, false, true, true]);
    await clock.until(unit.writeRegisters(100, [1, 2, 3]));
    expect(await clock.until(unit.readRegisters(100, 4))).toEqual([1, 2, 3, 0]);
  });

  it('answers the specification’s examples of functions 1 and 2', async () => {
    // 01 01 0013 0025 and 01 02 00C4 0016, sections 6.1 and 6.2 of the application protocol.
    expect(await reactionTo('01 01 00 13 00 25 0C 14', temperatureController())).toMatch(
      /^01 01 05 CD 6B B2 0E 1B /,
    );
    expect(await reactionTo('01 02 00 C4 00 16 B8 39', temperatureController())).toMatch(
      /^01 02 03 AC DB 35 /,
    );
  });

  it('refuses what it does not have', async () => {
    const { clock, client } = benchWith(temperatureController());
    const refused = await clock.until(
      client
        .unit(1)
        .readRegister(0)
        .catch((error: unknown) => error),
    );
    expect(refused).toBeInstanceOf(ModbusException);
    expect(refused).toMatchObject({ exceptionCode: 2 });
  });

  it('shows what the process does', async () => {
    const controller = temperatureController();
    const { clock, client } = benchWith(controller);
    controller.bank.holdingRegisters.set(289, 801);
    expect(await clock.until(client.unit(1).readRegister(289, { decimals: 1 }))).toBe(80.1);
  });
});

describe('the simulated remote I/O module', () => {
  it('answers the documented examples', async () => {
    expect(await reactionTo('01 03 00 01 00 01 D5 CA', remoteIo({ unit: 1 }))).toBe('01 03 02 00 01 79 84');
    const all = await reactionTo('01 03 00 01 00 16 95 C4', remoteIo({ unit: 1 }));
    expect(all).toMatch(/^01 03 2C 00 01 00 00 /);
    expect(bytes(all)).toHaveLength(49);
  });

  it('knows only functions 3 and 6, and registers 1 to 22', async () => {
    const { clock, client } = benchWith(remoteIo());
    const unit = client.unit(2);
    await clock.until(unit.writeRegister(22, 77, { fc: 6 }));
    expect(await clock.until(unit.readRegisters(1, 22))).toEqual([2, ...new Array<number>(20).fill(0), 77]);
    for (const [call, exceptionCode] of [
      [() => unit.writeRegister(22, 1), 1],
      [() => unit.readRegister(1, { table: 'input' }), 1],
      [() => unit.readBit(1), 1],
      [() => unit.readRegister(0), 2],
      [() => unit.readRegister(23), 2],
      [() => unit.readRegisters(22, 2), 2],
    ] as const) {
      await expect(clock.until(call() as Promise<unknown>)).rejects.toMatchObject({ exceptionCode });
    }
  });

  it('changes its address when it is told to, and answers from the new one', async () => {
    const module = remoteIo({ unit: 1 });
    expect(await reactionTo('01 06 00 01 00 09 18 0C', module)).toMatch(/^09 06 00 01 00 09 /);
    expect(module.unit).toBe(9);
    const { clock, client } = benchWith(module);
    expect(await clock.until(client.unit(9).readRegister(1))).toBe(9);
    expect(await outcome(clock.until(client.unit(1).readRegister(1)))).toBe('TimeoutError no-reply');
  });

  it('refuses to take an address that is none', async () => {
    const module = remoteIo();
    const { clock, client } = benchWith(module);
    for (const address of [0, 248, 65_535]) {
      const write = client.unit(2).writeRegister(1, address, { fc: 6 });
      await expect(clock.until(write)).rejects.toMatchObject({ exceptionCode: 3, functionCode: 6 });
      await clock.until(client.unit(0).writeRegister(1, address, { fc: 6 }));
    }
    expect(module.unit).toBe(2);
  });

  it('ignores a broadcast that reads, also when it is made to answer those that write', async () => {
    expect(await reactionTo('00 03 00 01 00 01 D4 1B', remoteIo({ answersBroadcast: true }))).toBe('');
    const table = modbusInstrument({ unit: 1, bank: new MemoryBank({ holdingRegisters: [1, 2] }) });
    // Function 23: reads register 0 and writes 9 to register 1.
    expect(await reactionTo('00 17 00 00 00 01 00 01 00 01 02 00 09 97 F8', table)).toBe('');
    expect(table.bank.holdingRegisters.get(1)).toBe(2);
  });

  it('answers a broadcast write only when it is made to', async () => {
    const broadcast = '00 06 00 01 00 01 18 1B';
    const [polite, quirky] = [remoteIo({ unit: 7 }), remoteIo({ unit: 7, answersBroadcast: true })];
    expect(await reactionTo(broadcast, polite)).toBe('');
    expect(await reactionTo(broadcast, quirky)).toBe('01 06 00 01 00 01 19 CA');
    expect([polite.unit, quirky.unit]).toEqual([1, 1]);
  });
});
