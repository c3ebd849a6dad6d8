import type { AnyCommand } from '../wire/command.js';
import { alarmCommands, counterAlarmCommands } from './alarm.js';
import { analogInputCommands } from './analog-input.js';
import { analogOutputCommands } from './analog-output.js';
import { commonCommands } from './common.js';
import { counterCommands } from './counter.js';
import { digitalCommands } from './digital.js';
import { watchdogCommands } from './watchdog.js';

/** What a module is; the same letters mean different things to different kinds. */
export type ModuleKind = 'digital' | 'analog-input' | 'analog-output' | 'counter';

const shared: readonly AnyCommand[] = [...commonCommands, ...watchdogCommands];

/** The commands that each kind of module knows, likeliest first. */
export const commandsOf: Readonly<Record<ModuleKind, readonly AnyCommand[]>> = {
  digital: [...digitalCommands, ...shared],
  'analog-input': [...analogInputCommands, ...alarmCommands, ...shared],
  'analog-output': [...analogOutputCommands, ...shared],
  counter: [...counterCommands, ...counterAlarmCommands, ...shared],
};

/** Every command, each once. */
export const allCommands: readonly AnyCommand[] = [...new Set(Object.values(commandsOf).flat())];
