import { command, DONE } from '../wire/command.js';

/*
 * Digital inputs and outputs. The two bytes of an answer are laid out per model, see the families.
 *
 *     @ AA            >  first second                 $ AA 6        !  first second 00
 *     @ AA (Data)     >                               # AA 1 c 0 s  >      one output, c = 0..7
 */

const output = { effect: 'write', output: true } as const;

export const readDigital = command('read inputs and outputs', '@AA', '>{first:h2}{second:h2}');
export const readDigitalStatus = command('read digital status', '$AA6', '!{first:h2}{second:h2}00');
export const readSynchronized = command(
  'read synchronized data',
  '$AA4',
  '!{fresh:b}{first:h2}{second:h2}00',
  {
    effect: 'once',
  },
);
export const readLatches = command('read latches', '$AAL{high:b}', '!{first:h2}{second:h2}00');
export const clearLatches = command('clear latches', '$AAC', '!AA', { effect: 'write' });
/** 00000..65535, then it begins again. */
export const readInputCounter = command('read input counter', '#AA{channel:h1}', '!AA{value:d5}');
export const clearInputCounter = command('clear input counter', '$AAC{channel:h1}', '!AA', {
  effect: 'write',
});

/** Sets every output, for modules with up to 4 of them. */
export const writeOutputs1 = command('write all outputs', '@AA{data:h1}', DONE, output);
/** Sets every output, for modules with up to 8 of them. */
export const writeOutputs2 = command('write all outputs', '@AA{data:h2}', DONE, output);
/** Sets every output, for modules with up to 16 of them. */
export const writeOutputs4 = command('write all outputs', '@AA{data:h4}', DONE, output);
/** Sets the outputs 0..7 (group `0` or `A`), 8..15 (`B`), 16..23 (`C`), 24..31 (`D`): all of them. */
export const writeGroup = command('write a group of outputs', '#AA0{group:[0ABCD]}{data:h2}', DONE, output);
/** Sets one output and leaves the others: channels 0..7 in group `1` or `A`, 8..15 in `B`, and so on. */
export const writeOutput = command('write one output', '#AA{group:[1ABCD]}{channel:h1}0{on:b}', DONE, output);
/** All twelve outputs of an ADAM-4056. */
export const writeWideGroup = command('write a group of outputs', '#AA00{data:h4}', DONE, output);
/** One of the twelve outputs of an ADAM-4056. */
export const writeWideOutput = command('write one output', '#AA1{channel:h1}000{on:b}', DONE, output);

/** Power-on (`P`) or safe (`S`) value: its four digits are `VV00`, or `VVVV` on modules with more than 8 outputs. */
export const readDefault = command('read default outputs', '~AA4{which:[PS]}', '!AA{value:h4}');
/** Stores the outputs as they are now as power-on (`P`) or safe (`S`) value. */
export const storeDefault = command('store outputs as default', '~AA5{which:[PS]}', '!AA', {
  effect: 'eeprom',
});

export const digitalCommands = [
  readDigital,
  readDigitalStatus,
  readSynchronized,
  readLatches,
  clearLatches,
  readInputCounter,
  clearInputCounter,
  writeOutputs1,
  writeOutputs2,
  writeOutputs4,
  writeGroup,
  writeOutput,
  writeWideGroup,
  writeWideOutput,
  readDefault,
  storeDefault,
] as const;
