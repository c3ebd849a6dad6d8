import { commandOf } from '@bus/transport-node';
import type { System } from './system.js';

/** A process that has a port open. */
export interface PortHolder {
  /** 0 when it belongs to another container. */
  pid: number;
  /** Its command, if that can be told. */
  command?: string;
}

/** Who has ports open, as far as this user may know. */
export interface PortHolders {
  readonly of: ReadonlyMap<string, PortHolder[]>;
  /** False when there are processes that this user may not look into. */
  readonly complete: boolean;
}

/** Who has these ports open; undefined where the platform does not tell: only Linux does. */
export async function portHolders(
  system: System,
  paths: readonly string[],
): Promise<PortHolders | undefined> {
  if (system.platform !== 'linux') return undefined;
  const processes = (await system.list('/proc'))?.filter(name => /^\d+$/.test(name));
  if (processes === undefined) return undefined;
  const byTarget = new Map<string, string>();
  for (const path of paths) byTarget.set((await system.realPath(path)) ?? path, path);
  const of = new Map<string, PortHolder[]>(paths.map(path => [path, []]));
  let complete = true;
  for (const pid of processes) {
    const open = await openFiles(system, pid);
    if (open === undefined) complete = false;
    for (const target of new Set(open)) {
      const path = byTarget.get(target);
      if (path !== undefined) of.get(path)?.push(await holder(system, Number(pid)));
    }
  }
  for (const path of paths) await addLock(system, path, of.get(path)!);
  return { of, complete };
}

/** The paths that a process has open; undefined when this user may not know. */
async function openFiles(system: System, pid: string): Promise<string[] | undefined> {
  const folder = `/proc/${pid}/fd`;
  const names = await system.list(folder);
  // One that has ended meanwhile holds nothing.
  if (names === undefined) return (await system.facts(`/proc/${pid}`)) === undefined ? [] : undefined;
  const targets = await Promise.all(names.map(name => system.readLink(`${folder}/${name}`)));
  return targets.filter(target => target !== undefined);
}

async function holder(system: System, pid: number): Promise<PortHolder> {
  const command = await commandOf(pid, path => system.readFile(path));
  return { pid, ...(command === undefined ? {} : { command }) };
}

/** A lock is known also of processes that this user may not look into. */
async function addLock(system: System, path: string, holders: PortHolder[]): Promise<void> {
  const lock = await system.lockHolder(path);
  if (lock === undefined || holders.some(({ pid }) => pid === lock.pid)) return;
  holders.push({ pid: lock.pid, ...(lock.command === undefined ? {} : { command: lock.command }) });
}
