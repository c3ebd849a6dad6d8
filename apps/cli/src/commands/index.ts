import { Ports } from './ports.js';
import { Read } from './read.js';
import { Write } from './write.js';

/** Every command by its name; nothing is looked for on the disk. */
export const commands = { ports: Ports, read: Read, write: Write };
