import { constants } from 'node:fs';
import { access, readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { System } from './system.js';

const orUndefined = <T>(promise: Promise<T>): Promise<T | undefined> => promise.catch(() => undefined);

/** This machine. */
export function machine(): System {
  return {
    platform: process.platform,
    user: { name: userName(), groups: process.getgroups?.() ?? [] },
    readFile: path => orUndefined(readFile(path, 'utf8')),
    readLink: path => orUndefined(readlink(path)),
    realPath: path => orUndefined(realpath(path)),
    list: folder => orUndefined(readdir(folder)),
    facts: path => orUndefined(stat(path).then(({ uid, gid, mode }) => ({ uid, gid, mode: mode & 0o777 }))),
    mayOpen: path =>
      access(path, constants.R_OK | constants.W_OK).then(
        () => true,
        () => false,
      ),
    lockHolder: async path => (await import('@bus/transport-node')).lockHolder(path),
  };
}

/** A user without an entry has no name. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
