import {
  clearAlarm,
  disableCounterAlarm,
  enableCounterAlarm,
  readCounterLimit,
  setCounterAlarmMode,
  writeCounterLimit,
} from '../commands/alarm.js';
import type { Command } from '../wire/command.js';
import type { AnyFields } from '../wire/template.js';

type On = <Q, A>(command: Command<Q, A>, handle: (fields: Q) => string | undefined) => void;
type Reply = <Q, A>(command: Command<Q, A>, fields?: AnyFields) => string;

/** Lets a simulated counter module store the limits of its alarms. The alarms themselves switch nothing. */
export function counterAlarms(on: On, reply: Reply): void {
  const limits = { 0: 0xffffffff, 1: 0xffffffff };
  on(setCounterAlarmMode, () => reply(setCounterAlarmMode));
  on(enableCounterAlarm, () => reply(enableCounterAlarm));
  on(disableCounterAlarm, () => reply(disableCounterAlarm));
  on(clearAlarm, () => reply(clearAlarm));
  on(writeCounterLimit, ({ counter, limit }) => {
    limits[counter === 'P' ? 0 : 1] = limit;
    return reply(writeCounterLimit);
  });
  on(readCounterLimit, ({ counter }) => reply(readCounterLimit, { limit: limits[counter === 'P' ? 0 : 1] }));
}
