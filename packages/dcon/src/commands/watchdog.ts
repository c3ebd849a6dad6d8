import { command } from '../wire/command.js';

/* Host watchdog. Its status survives power cycles: outputs stay at their safe values until it is cleared. */

/** Bit 2: it has tripped. Bit 7: it is enabled, on newer firmware. */
export const readWatchdogStatus = command('read watchdog status', '~AA0', '!AA{status:h2}');
export const clearWatchdog = command('clear watchdog status', '~AA1', '!AA', { effect: 'write' });
/** Older firmware answers without the enable flag. */
export const readWatchdog = command('read watchdog', '~AA2', ['!AA{enabled:b}{tenths:h2}', '!AA{tenths:h2}']);
export const writeWatchdog = command('write watchdog', '~AA3{enabled:b}{tenths:h2}', '!AA', {
  effect: 'eeprom',
});

export const watchdogCommands = [readWatchdogStatus, clearWatchdog, readWatchdog, writeWatchdog] as const;
