import { DrioRead } from './drio/read.js';
import { DrioSet } from './drio/set.js';
import { Ports } from './ports.js';
import { Read } from './read.js';
import { Write } from './write.js';

/** Every command by its name; nothing is looked for on the disk. */
export const commands = {
  'drio:read': DrioRead,
  'drio:set': DrioSet,
  ports: Ports,
  read: Read,
  write: Write,
};
