import { setFlagsFromString } from 'node:v8';
import { expect, test } from 'vitest';
import { rtuFraming } from '../src/index.js';
import { modbusExchange } from '../src/modbus-exchange.js';
import { readHoldingRegisters } from '../src/pdu/read-registers.js';
import { writeSingleRegister } from '../src/pdu/write-single-register.js';

setFlagsFromString('--allow-natives-syntax');
const haveSameShape = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (
  a: object,
  b: object,
) => boolean;

// Where each exchange has a shape of its own, V8 looks every member up anew: with hundreds of units a read takes twice as long.
test('all exchanges that await an answer have one shape for V8', () => {
  const read = (startAddress: number) =>
    modbusExchange(rtuFraming, readHoldingRegisters, 1, { startAddress, quantity: 2 });
  const write = modbusExchange(rtuFraming, writeSingleRegister, 2, { address: 1, value: 5 });
  // V8 learns the shape from the first ones.
  for (let address = 0; address < 20; address += 1) read(address);
  expect(haveSameShape(read(1), read(2))).toBe(true);
  expect(haveSameShape(read(1), write)).toBe(true);
  expect(haveSameShape(read(1), { ...read(1), minGap: 5 })).toBe(false);
});
