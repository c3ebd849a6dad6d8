import type { FileFacts, Lock, System } from '../src/system/system.js';

export interface FakeMachine {
  platform?: string;
  user?: { name?: string; groups?: number[] };
  /** Contents of files by path. */
  files?: Record<string, string>;
  /** Targets of links by path. */
  links?: Record<string, string>;
  /** Owner, group and permission of files by path; group 20 and 660 of all others in /dev. */
  facts?: Record<string, FileFacts>;
  /** Folders that this user may not list. */
  closed?: string[];
  locks?: Record<string, Lock>;
}

/** A machine that consists of what a test says. */
export function fakeSystem(machine: FakeMachine = {}): System {
  const {
    platform = 'linux',
    user = {},
    files = {},
    links = {},
    facts = {},
    closed = [],
    locks = {},
  } = machine;
  const { name, groups = [20] } = user;
  const paths = [...Object.keys(files), ...Object.keys(links), ...Object.keys(facts)];
  const factsOf = (path: string): FileFacts | undefined =>
    facts[path] ??
    (path.startsWith('/dev/') || paths.some(known => known.startsWith(`${path}/`))
      ? { uid: 0, gid: 20, mode: 0o660 }
      : undefined);
  return {
    platform,
    user: { name, groups },
    readFile: async path => files[path],
    readLink: async path => links[path],
    realPath: async path => links[path] ?? path,
    list: async folder => {
      const below = paths.filter(path => path.startsWith(`${folder}/`));
      if (closed.includes(folder) || below.length === 0) return undefined;
      return [...new Set(below.map(path => path.slice(folder.length + 1).split('/')[0]!))];
    },
    facts: async path => factsOf(path),
    mayOpen: async path => {
      const { gid, mode } = factsOf(path) ?? { gid: 0, mode: 0 };
      return groups.includes(gid) && (mode & 0o060) === 0o060;
    },
    lockHolder: async path => locks[path],
  };
}
