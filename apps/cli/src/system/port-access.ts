import type { PortInfo } from '@bus/transport-node';
import type { System } from './system.js';

/** Whether this user may open a port, and how to get the right. */
export interface PortAccess {
  access: 'yes' | 'no' | 'unknown';
  /** What to do when it is not allowed. */
  advice?: string;
}

const GROUP_RW = 0o060;
const ROOT = 0;

/** Whether this user may open a port. On Windows only an attempt would tell. */
export async function portAccess(system: System, port: PortInfo): Promise<PortAccess> {
  if (system.platform === 'win32') return { access: 'unknown' };
  if (await system.mayOpen(port.path)) return { access: 'yes' };
  const facts = await system.facts(port.path);
  if (facts === undefined) return { access: 'unknown' };
  if (system.platform === 'darwin') {
    const advice = `Everybody may open /dev/cu.* as delivered: sudo chmod 666 ${port.path}, or look at what changed it.`;
    return { access: 'no', advice };
  }
  if ((facts.mode & GROUP_RW) !== GROUP_RW || facts.gid === ROOT)
    return { access: 'no', advice: udevRule(port) };
  return { access: 'no', advice: await joinGroup(system, facts.gid) };
}

/** The right comes with a group, and a new group comes with the next login. */
async function joinGroup(system: System, gid: number): Promise<string> {
  const entry = (await system.readFile('/etc/group'))
    ?.split('\n')
    .map(line => line.split(':'))
    .find(fields => Number(fields[2]) === gid);
  const [group, , , members = ''] = entry ?? [String(gid)];
  const { name = '$USER', groups } = system.user;
  const later = 'then log in again';
  if (members.split(',').includes(name) && !groups.includes(gid))
    return `This user was put into the group ${group} after the last login: log in again, or run newgrp ${group}.`;
  return `It belongs to the group ${group}: sudo usermod -aG ${group} ${name}, ${later}.`;
}

function udevRule({ path, vendorId, productId }: PortInfo): string {
  const name = path.replace(/^.*\//, '').replace(/\d+$/, '*');
  const adapter =
    vendorId === undefined
      ? ''
      : `, ATTRS{idVendor}=="${vendorId}"${productId === undefined ? '' : `, ATTRS{idProduct}=="${productId}"`}`;
  const rule = `SUBSYSTEM=="tty", KERNEL=="${name}"${adapter}, MODE="0660", GROUP="dialout"`;
  return `No group may open it. Put this into /etc/udev/rules.d/50-serial.rules and plug it in again: ${rule}`;
}
