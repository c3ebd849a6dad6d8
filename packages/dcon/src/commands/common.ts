import { command } from '../wire/command.js';

/*
 * Commands that modules of all families share: identity, configuration, protocol, service.
 *
 *     % AA NN TT CC FF     new address, type, baud rate and format, flags        ! NN
 *     $ AA 2                                                                     ! AA TT CC FF
 */

export const readConfiguration = command('read configuration', '$AA2', '!AA{type:h2}{baud:h2}{flags:h2}');
/** The answer comes from the new address. */
export const writeConfiguration = command(
  'write configuration',
  '%AA{newAddress:h2}{type:h2}{baud:h2}{flags:h2}',
  '!AA',
  { effect: 'eeprom', newAddress: 'newAddress' },
);
/** The best probe: every module has it, it changes nothing, and a checksum behind it makes no other command of it. */
export const readName = command('read name', '$AAM', '!AA{name:t}');
export const writeName = command('write name', '~AAO{name:t}', '!AA', { effect: 'eeprom' });
export const readFirmware = command('read firmware version', '$AAF', '!AA{version:t}');
/** 1 when the module restarted since this was last asked. Not on analog inputs, where `$AA5VV` writes. */
export const readResetStatus = command('read reset status', '$AA5', '!AA{restarted:b}', { effect: 'once' });
/** 0: the INIT* terminal is grounded, 1: it is open. */
export const readInitPin = command('read INIT* terminal', '$AAI', '!AA{open:b}');
export const readProtocol = command('read protocol', '$AAP', '!AA{supported:h1}{next:h1}');
export const writeProtocol = command('write protocol', '$AAP{protocol:[013]}', '!AA', { effect: 'eeprom' });
export const readResponseDelay = command('read response delay', '~AARD', '!AA{milliseconds:h2}');
export const writeResponseDelay = command('write response delay', '~AARD{milliseconds:h2}', '!AA', {
  effect: 'eeprom',
});
export const readActiveLevel = command('read active level', '~AAD', '!AA{invert:h2}');
export const writeActiveLevel = command('write active level', '~AAD{invert:h2}', '!AA', {
  effect: 'eeprom',
});
export const enterSoftInit = command('enter soft INIT', '~AAI', '!AA', { effect: 'write' });
export const writeSoftInitWindow = command('write soft INIT window', '~AAT{seconds:d2}', '!AA', {
  effect: 'write',
});

export const commonCommands = [
  readConfiguration,
  writeConfiguration,
  readName,
  writeName,
  readFirmware,
  readResetStatus,
  readInitPin,
  readProtocol,
  writeProtocol,
  readResponseDelay,
  writeResponseDelay,
  readActiveLevel,
  writeActiveLevel,
  enterSoftInit,
  writeSoftInitWindow,
] as const;
