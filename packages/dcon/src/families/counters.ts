import type { Family } from './family.js';

/** Counter and frequency modules. */
export const counterFamilies: readonly Family[] = [
  {
    name: '7080',
    aliases: ['7080B'],
    title: 'I-7080',
    kind: 'counter',
    counter: { channels: 2 },
    defaults: 'none',
    hostWatchdog: true,
    resetStatus: false,
    busyTime: 1000,
  },
];
