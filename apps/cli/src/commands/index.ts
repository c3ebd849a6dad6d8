import type { Command } from '@oclif/core/command';

/** Every command by its name; each is loaded when it is asked for, and nothing is looked for on the disk. */
export const loaders: Readonly<Record<string, () => Promise<Command.Class>>> = {
  completion: async () => (await import('./completion.js')).Completion,
  'dcon:info': async () => (await import('./dcon/info.js')).DconInfo,
  'dcon:read': async () => (await import('./dcon/read.js')).DconRead,
  'dcon:scan': async () => (await import('./dcon/scan.js')).DconScan,
  'dcon:send': async () => (await import('./dcon/send.js')).DconSend,
  'dcon:set': async () => (await import('./dcon/set.js')).DconSet,
  'dcon:watch': async () => (await import('./dcon/watch.js')).DconWatch,
  doctor: async () => (await import('./doctor.js')).Doctor,
  'drio:read': async () => (await import('./drio/read.js')).DrioRead,
  'drio:set': async () => (await import('./drio/set.js')).DrioSet,
  gateway: async () => (await import('./gateway.js')).Gateway,
  identify: async () => (await import('./identify.js')).Identify,
  monitor: async () => (await import('./monitor.js')).Monitor,
  ping: async () => (await import('./ping.js')).Ping,
  poll: async () => (await import('./poll.js')).Poll,
  ports: async () => (await import('./ports.js')).Ports,
  read: async () => (await import('./read.js')).Read,
  'scan:line': async () => (await import('./scan/line.js')).ScanLine,
  'scan:registers': async () => (await import('./scan/registers.js')).ScanRegisters,
  'scan:units': async () => (await import('./scan/units.js')).ScanUnits,
  serve: async () => (await import('./serve.js')).Serve,
  watch: async () => (await import('./watch.js')).Watch,
  write: async () => (await import('./write.js')).Write,
};
