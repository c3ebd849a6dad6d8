import { command } from '../wire/command.js';

/* Digital inputs and outputs, alarms and the event counter of single-channel analog modules and of counter modules. */

const write = { effect: 'write' } as const;
const stored = { effect: 'eeprom' } as const;

export const readAlarmState = command('read alarm state', '@AADI', '!AA{alarm:h1}{outputs:h2}{inputs:h2}');
/** Refused while an alarm owns the outputs. `!` alone: the host watchdog has tripped. */
export const writeAlarmOutputs = command('write alarm outputs', '@AADO{outputs:h2}', '!AA', {
  effect: 'write',
  output: true,
});
export const writeHighAlarm = command('write high alarm', '@AAHI{limit:v}', '!AA', stored);
export const writeLowAlarm = command('write low alarm', '@AALO{limit:v}', '!AA', stored);
export const readHighAlarm = command('read high alarm', '@AARH', '!AA{limit:v}');
export const readLowAlarm = command('read low alarm', '@AARL', '!AA{limit:v}');
/** `M`: momentary, `L`: latched. */
export const enableAlarm = command('enable alarm', '@AAEA{mode:[ML]}', '!AA', stored);
export const disableAlarm = command('disable alarm', '@AADA', '!AA', stored);
export const clearAlarm = command('clear latched alarm', '@AACA', '!AA', write);
export const readEventCounter = command('read event counter', '@AARE', '!AA{value:d5}');
export const clearEventCounter = command('clear event counter', '@AACE', '!AA', write);
/** Power-on and safe value at once, on 7011-class modules. */
export const readDefaults = command('read default outputs', '~AA4', '!AA{powerOn:h2}{safe:h2}');
export const writeDefaults = command('write default outputs', '~AA5{powerOn:h2}{safe:h2}', '!AA', stored);

export const setCounterAlarmMode = command('write alarm mode', '~AAA{mode:b}', '!AA', stored);
export const enableCounterAlarm = command('enable counter alarm', '@AAEA{channel:h1}', '!AA', stored);
export const disableCounterAlarm = command('disable counter alarm', '@AADA{channel:h1}', '!AA', stored);
/** Limit of counter 0 (`P`) or 1 (`S`). */
export const writeCounterLimit = command(
  'write counter alarm limit',
  '@AA{counter:[PS]}A{limit:h8}',
  '!AA',
  stored,
);
/** Limit of counter 0 (`P`) or 1 (`A`); what is written for `S` is read for `A`. */
export const readCounterLimit = command('read counter alarm limit', '@AAR{counter:[PA]}', '!AA{limit:h8}');

export const alarmCommands = [
  readAlarmState,
  writeAlarmOutputs,
  writeHighAlarm,
  writeLowAlarm,
  readHighAlarm,
  readLowAlarm,
  enableAlarm,
  disableAlarm,
  clearAlarm,
  readEventCounter,
  clearEventCounter,
  readDefaults,
  writeDefaults,
] as const;
export const counterAlarmCommands = [
  readAlarmState,
  writeAlarmOutputs,
  setCounterAlarmMode,
  enableCounterAlarm,
  disableCounterAlarm,
  clearAlarm,
  writeCounterLimit,
  readCounterLimit,
] as const;
