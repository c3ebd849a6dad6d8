import { type DrioClient, relayBits } from '@bus/232drio';
import type { DconModule } from '@bus/dcon';
import type { ModbusUnit } from '@bus/modbus';
import { type Random, randomInteger } from '@bus/sim';
import { Possible } from '../support/possible.ts';
import { DCON, DRIO_INPUT, MODBUS, registerAt } from './known-values.ts';
import type { Tally } from './tally.ts';

/** Tells of a value that can't be. */
export type Wrong = (what: string) => void;

/** One question after the other; each step asks once, and checks what it is told. */
export type Step = () => Promise<void>;

/** Reads registers whose values are known, and every fourth time writes one and reads it back. */
export function modbusCaller(unit: ModbusUnit, tally: Tally, random: Random, wrong: Wrong): Step {
  const written = new Possible(0);
  let next = 0;
  const write = async (): Promise<void> => {
    next = (next + 1) & 0xffff;
    const value = next;
    const done = await tally.time(() => unit.writeRegister(MODBUS.written, value));
    if (done === undefined) written.doubtful(value);
    else written.settled(value);
    const read = await tally.time(() => unit.readRegister(MODBUS.written));
    const before = String(written);
    if (read !== undefined && !written.observed(read.value))
      wrong(`register ${MODBUS.written} is ${read.value} and not ${before}`);
  };
  const read = async (): Promise<void> => {
    const quantity = randomInteger(random, 1, 20);
    const address = randomInteger(random, 0, MODBUS.registers - quantity);
    const found = await tally.time(() => unit.readRegisters(address, quantity));
    const expected = Array.from({ length: quantity }, (_, index) => registerAt(address + index));
    if (found !== undefined && found.value.join() !== expected.join())
      wrong(`registers from ${address} are ${found.value.join()} and not ${expected.join()}`);
  };
  return () => (random() < 0.25 ? write() : read());
}

/** Switches outputs of one module and reads them back, and reads the voltages of another. */
export function dconCaller(
  digital: DconModule,
  analog: DconModule,
  tally: Tally,
  random: Random,
  wrong: Wrong,
): Step {
  const outputs = Array.from({ length: DCON.digital.outputs }, () => new Possible(false));
  const volts = DCON.analog.volts.join();
  const write = async (): Promise<void> => {
    const index = randomInteger(random, 0, outputs.length - 1);
    const on = random() < 0.5;
    const done = await tally.time(() => digital.outputs.set(index + 1, on));
    if (done === undefined) outputs[index]!.doubtful(on);
    else outputs[index]!.settled(on);
    const read = await tally.time(() => digital.outputs.read());
    for (const [at, state] of read?.value.entries() ?? []) {
      const before = String(outputs[at]);
      if (!outputs[at]!.observed(state)) wrong(`output ${at + 1} is ${state} and not ${before}`);
    }
  };
  const read = async (): Promise<void> => {
    const found = await tally.time(() => analog.analogInputs.read());
    const values = found?.value.map(({ value }) => value).join();
    if (values !== undefined && values !== volts) wrong(`voltages are ${values} and not ${volts}`);
  };
  return () => (random() < 0.4 ? write() : read());
}

/** Sets the relays, and looks at them and at the input. */
export function drioCaller(unit: DrioClient, tally: Tally, random: Random, wrong: Wrong): Step {
  const relays = new Possible(0);
  const check = (data: number, input: boolean): void => {
    const before = String(relays);
    if (!relays.observed(data)) wrong(`the relays are ${data} and not ${before}`);
    if (input !== DRIO_INPUT) wrong('the input is off and not on');
  };
  const write = async (): Promise<void> => {
    const order = { relay1: random() < 0.5, relay2: random() < 0.5 };
    relays.doubtful(relayBits(order));
    const done = await tally.time(() => unit.set(order));
    if (done?.value !== undefined) check(relayBits(done.value), done.value.input);
  };
  const read = async (): Promise<void> => {
    const found = await tally.time(() => unit.read());
    if (found !== undefined) check(relayBits(found.value), found.value.input);
  };
  return () => (random() < 0.3 ? write() : read());
}
