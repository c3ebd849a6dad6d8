/** Loaded before the program: Linux then knows no serial port, whatever the machine has. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { readdir } = fs.promises;
fs.promises.readdir = (path, ...rest) =>
  path === '/sys/class/tty' ? Promise.resolve([]) : readdir(path, ...rest);
syncBuiltinESMExports();
