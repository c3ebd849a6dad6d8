import type { ConnectionOptions } from './settings.js';

/** What is spoken on the line. */
export type Protocol = 'modbus' | 'dcon' | '232drio';

/** The settings of a line of which nobody said anything, where they are not those of the transport and of the line. */
export const usualSettings: Readonly<Record<Protocol, ConnectionOptions>> = {
  modbus: {},
  dcon: { baud: 9600 },
  '232drio': { baud: 9600 },
};
