import { command, DONE } from '../wire/command.js';

/*
 * Analog outputs: modules with one channel leave its number out, the others have a digit for it.
 *
 *     # AA (Data)   >        # AA N (Data)   >        `?` alone: out of range, and the output went to the end of the range
 */

const output = { effect: 'write', output: true, clamps: true } as const;
const stored = { effect: 'eeprom' } as const;

/** A value with a point, a sign, or three or four hexadecimal digits. */
export const writeAnalog = command('write analog output', '#AA{value:v}', DONE, output);
export const writeAnalogHex = command('write analog output', '#AA{value:h3}', DONE, output);
export const writeAnalogChannel = command('write analog output', '#AA{channel:h1}{value:v}', DONE, output);
export const writeAnalogChannelHex = command(
  'write analog output',
  '#AA{channel:h1}{value:h3}',
  DONE,
  output,
);
export const writeAnalogChannelHex4 = command(
  'write analog output',
  '#AA{channel:h1}{value:h4}',
  DONE,
  output,
);

const VALUE = ['!AA{value:v}', '!AA{value:x}'] as const;
export const readCommanded = command('read commanded analog output', '$AA6', VALUE);
export const readCommandedChannel = command('read commanded analog output', '$AA6{channel:h1}', VALUE);
/** Differs from the commanded value while the output moves. */
export const readPresent = command('read present analog output', '$AA8', VALUE);
export const readPresentChannel = command('read present analog output', '$AA8{channel:h1}', VALUE);

export const storePowerOn = command('store analog output as power-on value', '$AA4', '!AA', stored);
export const storePowerOnChannel = command(
  'store analog output as power-on value',
  '$AA4{channel:h1}',
  '!AA',
  stored,
);
export const readPowerOnChannel = command('read analog power-on value', '$AA7{channel:h1}', VALUE);
export const storeSafe = command('store analog output as safe value', '~AA5', '!AA', stored);
export const storeSafeChannel = command(
  'store analog output as safe value',
  '~AA5{channel:h1}',
  '!AA',
  stored,
);
export const readSafe = command('read analog safe value', '~AA4', VALUE);
export const readSafeChannel = command('read analog safe value', '~AA4{channel:h1}', VALUE);

export const readOutputRange = command(
  'read range of an analog output',
  '$AA9{channel:h1}',
  '!AA{range:h1}{slew:h1}',
);
export const writeOutputRange = command(
  'write range of an analog output',
  '$AA9{channel:h1}{range:h1}{slew:h1}',
  '!AA',
  stored,
);
/** Signed counts: 00..5F up, FF..A1 down. */
export const trimOutput = command('trim analog output', '$AA3{counts:h2}', '!AA', { effect: 'eeprom' });
export const trimOutputChannel = command('trim analog output', '$AA3{channel:h1}{counts:h2}', '!AA', {
  effect: 'eeprom',
});

export const analogOutputCommands = [
  writeAnalog,
  writeAnalogHex,
  writeAnalogChannel,
  writeAnalogChannelHex,
  writeAnalogChannelHex4,
  readCommanded,
  readCommandedChannel,
  readPresent,
  readPresentChannel,
  storePowerOn,
  storePowerOnChannel,
  readPowerOnChannel,
  storeSafe,
  storeSafeChannel,
  readSafe,
  readSafeChannel,
  readOutputRange,
  writeOutputRange,
  trimOutput,
  trimOutputChannel,
] as const;
