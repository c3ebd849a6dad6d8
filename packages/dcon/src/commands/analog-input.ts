import { command } from '../wire/command.js';

/*
 * Analog inputs. Readings stand behind one another without a separator; which format they have is in the configuration.
 *
 *     # AA       > +025.12+020.45…   or   > 4C532628…         # AA N     > +025.12
 */

/** Readings in engineering units, percent, or hexadecimal. */
const READINGS = ['>{readings:r}', '>{readings:x}'] as const;

export const readAllInputs = command('read all analog inputs', '#AA', READINGS);
export const readInput = command('read analog input', '#AA{channel:h1}', READINGS);
/** For modules with more than 16 channels. */
export const readInputWide = command('read analog input', '#AA{channel:h2}', READINGS);
export const readAllHex = command('read all analog inputs in hexadecimal', '$AAA', '>{readings:x}');
export const readColdJunction = command('read cold junction temperature', '$AA3', '>{readings:r}');
export const readSynchronizedInputs = command(
  'read synchronized analog inputs',
  '$AA4',
  ['>AA{fresh:b}{readings:r}', '>AA{fresh:b}{readings:x}'],
  { effect: 'once' },
);

export const readChannelMask = command('read enabled channels', '$AA6', [
  '!AA{mask:h2}',
  '!AA{mask:h4}',
  '!AA{mask:h6}',
]);
export const writeChannelMask2 = command('enable channels', '$AA5{mask:h2}', '!AA', { effect: 'eeprom' });
export const writeChannelMask4 = command('enable channels', '$AA5{mask:h4}', '!AA', { effect: 'eeprom' });
export const writeChannelMask6 = command('enable channels', '$AA5{mask:h6}', '!AA', { effect: 'eeprom' });
export const readChannelRange = command(
  'read range of a channel',
  '$AA8C{channel:h1}',
  '!AAC{channel:h1}R{type:h2}',
);
export const writeChannelRange = command('write range of a channel', '$AA7C{channel:h1}R{type:h2}', '!AA', {
  effect: 'eeprom',
});
/** Channels that are over or under range, or open. */
export const readDiagnosis = command('read diagnosis', '$AAB', [
  '!AA{mask:h2}',
  '!AA{mask:h4}',
  '!AA{mask:h6}',
]);
/** Hundredths of a degree. */
export const readJunctionOffset = command(
  'read cold junction offset',
  '$AA9',
  '!AA{sign:[+-]}{hundredths:h4}',
);
export const writeJunctionOffset = command(
  'write cold junction offset',
  '$AA9{sign:[+-]}{hundredths:h4}',
  '!AA',
  {
    effect: 'eeprom',
  },
);

export const enableCalibration = command('enable calibration', '~AAE{enabled:b}', '!AA', { effect: 'write' });
export const calibrateSpan = command('calibrate span', '$AA0', '!AA', { effect: 'eeprom' });
export const calibrateZero = command('calibrate zero', '$AA1', '!AA', { effect: 'eeprom' });
/** The digits are the other way round than for the whole module. */
export const calibrateChannelZero = command('calibrate zero of a channel', '$AA0C{channel:h1}', '!AA', {
  effect: 'eeprom',
});
export const calibrateChannelSpan = command('calibrate span of a channel', '$AA1C{channel:h1}', '!AA', {
  effect: 'eeprom',
});

export const analogInputCommands = [
  readAllInputs,
  readInput,
  readInputWide,
  readAllHex,
  readColdJunction,
  readSynchronizedInputs,
  readChannelMask,
  writeChannelMask2,
  writeChannelMask4,
  writeChannelMask6,
  readChannelRange,
  writeChannelRange,
  readDiagnosis,
  readJunctionOffset,
  writeJunctionOffset,
  enableCalibration,
  calibrateSpan,
  calibrateZero,
  calibrateChannelZero,
  calibrateChannelSpan,
] as const;
