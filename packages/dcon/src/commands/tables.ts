export * as alarm from './alarm.js';
export * as analogInput from './analog-input.js';
export * as analogOutput from './analog-output.js';
export * as common from './common.js';
export * as counter from './counter.js';
export * as digital from './digital.js';
export * as watchdog from './watchdog.js';
