import { DconInfo } from './dcon/info.js';
import { DconRead } from './dcon/read.js';
import { DconScan } from './dcon/scan.js';
import { DconSend } from './dcon/send.js';
import { DconSet } from './dcon/set.js';
import { DconWatch } from './dcon/watch.js';
import { DrioRead } from './drio/read.js';
import { DrioSet } from './drio/set.js';
import { Gateway } from './gateway.js';
import { Ports } from './ports.js';
import { Read } from './read.js';
import { Write } from './write.js';

/** Every command by its name; nothing is looked for on the disk. */
export const commands = {
  'dcon:info': DconInfo,
  'dcon:read': DconRead,
  'dcon:scan': DconScan,
  'dcon:send': DconSend,
  'dcon:set': DconSet,
  'dcon:watch': DconWatch,
  'drio:read': DrioRead,
  'drio:set': DrioSet,
  gateway: Gateway,
  ports: Ports,
  read: Read,
  write: Write,
};
