import { type ExchangeOptions, Line, memoryPair } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { MemoryBank, ModbusClient, ModbusServer, ServerUnit } from '../src/index.js';
import { FRAMINGS, type FramingName } from './support/framings.js';
import { FUNCTION_CASES } from './support/function-cases.js';

/** Our client and our server on the two ends of a cable. */
async function pair(framing: FramingName, unit: ServerUnit) {
  const clock = new FakeClock();
  const { a, b } = memoryPair({ characterTime: framing === 'tcp' ? 0 : 0.5 });
  const errors: unknown[] = [];
  const server = new ModbusServer({ units: { 17: unit }, onError: error => errors.push(error) });
  await server.serve(b, { framing, clock });
  const client = new ModbusClient(new Line(a, { clock, retries: 0 }), { framing });
  return { clock, errors, unit: client.unit(17) };
}

describe.each(FRAMINGS)('our client and our server over %s', framing => {
  it.each(FUNCTION_CASES)('$title', async ({ codec, call, request, response, value }) => {
    const asked: unknown[] = [];
    const device = new ServerUnit().handle(codec, async heard => {
      asked.push(heard);
      return response;
    });
    const { clock, errors, unit } = await pair(framing, device);
    expect(await clock.until(call(unit))).toEqual(value);
    expect(asked).toEqual([request]);
    expect(errors).toEqual([]);
  });

  it('agree on everything that a device has built in', async () => {
    const device = new ServerUnit({
      bank: new MemoryBank({
        coils: [false, true, false],
        discreteInputs: [true],
        holdingRegisters: [1, 2, 3, 4],
        inputRegisters: [772],
        files: { 4: [10, 11, 12] },
        queues: { 1246: [440, 4740] },
      }),
      identification: {
        vendorName: 'ACME',
        productCode: 'X1',
        revision: 'V2.0',
        modelName: 'M'.repeat(200),
        objects: { 128: new Uint8Array(200), 129: new Uint8Array(244), 130: 'z' },
      },
      serverId: Uint8Array.of(0xb4, 0xff, 0x41),
      exceptionStatus: () => 0x6d,
    });
    const { clock, errors, unit } = await pair(framing, device);
    const ask = <T>(promise: Promise<T>): Promise<T> => clock.until(promise);
    await ask(unit.writeBit(0, true));
    await ask(unit.writeBits(1, [false, true]));
    expect(await ask(unit.readBits(0, 3, { table: 'coil' }))).toEqual([true, false, true]);
    expect(await ask(unit.readBits(0, 1, { table: 'discrete' }))).toEqual([true]);
    await ask(unit.writeRegisters(0, [9, 8]));
    await ask(unit.maskWrite(2, { and: 0xfff0, or: 0x0005 }));
    expect(await ask(unit.readRegisters(0, 4))).toEqual([9, 8, 5, 4]);
    expect(await ask(unit.readRegister(0, { table: 'input', decimals: 1 }))).toBe(77.2);
    await ask(unit.files.write([{ fileNumber: 4, recordNumber: 1, registers: [77] }]));
    expect(await ask(unit.files.read([{ fileNumber: 4, recordNumber: 0, recordLength: 3 }]))).toEqual([
      [10, 77, 12],
    ]);
    expect(await ask(unit.readFifoQueue(1246))).toEqual([440, 4740]);
    const identity = await ask(unit.identification.read('extended'));
    expect([...identity.objects.keys()]).toEqual([0, 1, 2, 5, 128, 129, 130]);
    expect(identity).toMatchObject({ vendorName: 'ACME', conformityLevel: 0x83 });
    expect((await ask(unit.identification.serverId())).running).toBe(true);
    expect(await ask(unit.diagnostics.exceptionStatus())).toBe(0x6d);
    expect(await ask(unit.diagnostics.counter('exceptions'))).toBe(0);
    await expect(ask(unit.readRegister(9))).rejects.toMatchObject({ exceptionCode: 2 });
    expect(await ask(unit.diagnostics.counter('exceptions'))).toBe(1);
    const { eventCount, messageCount, events } = await ask(unit.diagnostics.eventLog());
    expect(messageCount).toBe(eventCount + 2);
    expect(events[0]).toBe(0x80);
    expect(errors).toEqual([]);
  });

  it('fall silent and begin anew together', async () => {
    const device = new ServerUnit({ bank: new MemoryBank({ holdingRegisters: [5] }) });
    const { clock, unit } = await pair(framing, device);
    const quick: ExchangeOptions = { timeout: 200 };
    await clock.until(unit.diagnostics.forceListenOnly());
    await expect(clock.until(unit.readRegister(0, quick))).rejects.toMatchObject({ code: 'no-reply' });
    await clock.until(unit.diagnostics.restart({ listenOnly: true }));
    expect(await clock.until(unit.readRegister(0))).toBe(5);
  });
});
