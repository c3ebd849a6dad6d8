import { command } from '../wire/command.js';

/*
 * Counter and frequency modules.
 *
 *     # AA N        > 8 hexadecimal digits, unlike the input counters of digital modules
 */

const write = { effect: 'write' } as const;
const stored = { effect: 'eeprom' } as const;

export const readCounter = command('read counter', '#AA{channel:h1}', '>{value:h8}');
export const readAllCounters = command('read all counters', '#AA', '>{readings:x}');
export const resetCounter = command('reset counter', '$AA6{channel:h1}', '!AA', write);
export const readOverflow = command('read overflow', '$AA7{channel:h1}', '!AA{overflow:b}');
export const readRunning = command('read whether a counter runs', '$AA5{channel:h1}', '!AA{running:b}');
export const writeRunning = command('start or stop counter', '$AA5{channel:h1}{running:b}', '!AA', write);
export const readMaximum = command('read maximum count', '$AA3{channel:h1}', '!AA{value:h8}');
export const writeMaximum = command('write maximum count', '$AA3{channel:h1}{value:h8}', '!AA', stored);
export const readPreset = command('read preset count', '@AAG{channel:h1}', '!AA{value:h8}');
/** `@AAPA…` is the limit of an alarm, not channel A. */
export const writePreset = command('write preset count', '@AAP{channel:b}{value:h8}', '!AA', stored);
export const readFilter = command('read digital filter', '$AA4', '!AA{on:b}');
export const writeFilter = command('write digital filter', '$AA4{on:b}', '!AA', stored);
/** Shortest high (`H`) or low (`L`) pulse that counts, in microseconds. */
export const readPulseWidth = command('read shortest pulse', '$AA0{level:[HL]}', '!AA{microseconds:d5}');
export const writePulseWidth = command(
  'write shortest pulse',
  '$AA0{level:[HL]}{microseconds:d5}',
  '!AA',
  stored,
);
/** Trigger level, in tenths of a volt. */
export const readTriggerLevel = command('read trigger level', '$AA1{level:[HL]}', '!AA{tenths:d2}');
export const writeTriggerLevel = command('write trigger level', '$AA1{level:[HL]}{tenths:d2}', '!AA', stored);
/** 0: open while low, 1: open while high, 2: ignored. */
export const readGate = command('read gate mode', '$AAA', '!AA{gate:[012]}');
export const writeGate = command('write gate mode', '$AAA{gate:[012]}', '!AA', stored);
/** 0: both TTL, 1: both isolated, 2: TTL and isolated, 3: isolated and TTL. */
export const readInputMode = command('read input mode', '$AAB', '!AA{mode:[0123]}');
export const writeInputMode = command('write input mode', '$AAB{mode:[0123]}', '!AA', stored);
export const readDisplay = command('read display source', '$AA8', '!AA{source:h1}');
export const writeDisplay = command('write display source', '$AA8{source:h1}', '!AA', write);
export const showText = command('show text', '$AA9{text:t}', '!AA', write);

export const counterCommands = [
  readCounter,
  readAllCounters,
  resetCounter,
  readOverflow,
  readRunning,
  writeRunning,
  readMaximum,
  writeMaximum,
  readPreset,
  writePreset,
  readFilter,
  writeFilter,
  readPulseWidth,
  writePulseWidth,
  readTriggerLevel,
  writeTriggerLevel,
  readGate,
  writeGate,
  readInputMode,
  writeInputMode,
  readDisplay,
  writeDisplay,
  showText,
] as const;
