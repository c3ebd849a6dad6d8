import type { PortInfo } from '@bus/transport-node';
import type { Finding } from '../../diagnose/finding.js';
import { formatHolders } from '../../format-ports.js';
import { type PortStatus, portStatuses } from '../../system/port-status.js';
import type { System } from '../../system/system.js';

/** What runs here. */
export interface Versions {
  /** As `process.versions.node` has it. */
  readonly node: string;
  readonly bus: string;
  readonly os: string;
}

const OLDEST_NODE = [20, 19] as const;
/** Milliseconds: what FTDI's driver sets; below 3 answers lose no time that matters. */
const SLOW_TIMER = 16;

/** Versions, and whether they are new enough. */
export function versionFindings({ node, bus, os }: Versions): Finding[] {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return [
    { check: 'bus', status: 'ok', sure: 'certain', text: `bus ${bus} on ${os}` },
    old
      ? {
          ...{ check: 'node', status: 'problem', sure: 'certain', text: `Node ${node} is too old` },
          advice: `Install Node ${OLDEST_NODE.join('.')} or later.`,
        }
      : { check: 'node', status: 'ok', sure: 'certain', text: `Node ${node}` },
  ];
}

/** Whether the native driver of serial ports is there and loads. */
export async function driverFinding(load: () => Promise<{ version: string | undefined }>): Promise<Finding> {
  try {
    const { version } = await load();
    return {
      check: 'driver',
      status: 'ok',
      sure: 'certain',
      text: `serialport ${version ?? ''} loads`.replace('  ', ' '),
    };
  } catch (error) {
    const [reason] = String((error as Error).message).split('\n');
    return {
      ...{ check: 'driver', status: 'problem', sure: 'certain' },
      text: `the driver of serial ports does not load: ${reason}`,
      advice: `Install it anew on this machine: npm install --force serialport. Network connections do without it.`,
    };
  }
}

/** Ports: right to open, users, and the latency timer of FTDI adapters. */
export async function portFindings(
  system: System,
  ports: readonly PortInfo[],
  wanted: string | undefined,
): Promise<Finding[]> {
  const looked = wanted === undefined ? ports : ports.filter(({ path }) => path === wanted);
  // A port that is not listed, such as a link or a pseudo-terminal, is looked at all the same.
  const all = wanted !== undefined && looked.length === 0 ? [{ path: wanted }] : looked;
  if (wanted !== undefined && looked.length === 0 && (await isMissing(system, wanted))) {
    const known = ports.map(({ path }) => path);
    const advice =
      known.length === 0 ? 'Plug the adapter in' : `The ports of this machine are ${known.join(', ')}`;
    return [
      {
        check: 'port',
        status: 'problem',
        sure: 'certain',
        text: `${wanted} is not there`,
        advice: `${advice}.`,
      },
    ];
  }
  if (all.length === 0)
    return [
      {
        ...{ check: 'ports', status: 'warning', sure: 'certain', text: 'this machine has no serial port' },
        advice: 'Plug the adapter in; if it is, look for its driver.',
      },
    ];
  return (await portStatuses(system, all)).flatMap(port => [
    accessOf(port),
    holdersOf(port),
    ...timerOf(port),
  ]);
}

/** On Windows ports are no files. */
const isMissing = async (system: System, path: string): Promise<boolean> =>
  system.platform !== 'win32' && (await system.facts(path)) === undefined;

function accessOf({ path, access, advice, driver }: PortStatus): Finding {
  const check = 'permission';
  const by = driver === undefined ? '' : ` (${driver})`;
  if (access === 'yes') return { check, status: 'ok', sure: 'certain', text: `${path}${by} may be opened` };
  if (access === 'unknown')
    return {
      check,
      status: 'unknown',
      sure: 'possible',
      text: `whether ${path} may be opened, only an attempt tells`,
    };
  const what = {
    check,
    status: 'problem',
    sure: 'certain',
    text: `${path} may not be opened by this user`,
  } as const;
  return advice === undefined ? what : { ...what, advice };
}

function holdersOf(port: PortStatus): Finding {
  const { path, holders, moreHolders } = port;
  const check = 'in-use';
  if (holders === undefined)
    return {
      check,
      status: 'unknown',
      sure: 'possible',
      text: `who has ${path} open, this system does not tell`,
    };
  if (holders.length > 0) {
    const text = `${path} is open in ${formatHolders(port)}`;
    return {
      check,
      status: 'warning',
      sure: 'certain',
      text,
      advice: 'End the other program, or share the line.',
    };
  }
  return moreHolders
    ? { check, status: 'ok', sure: 'likely', text: `nobody that this user can see has ${path} open` }
    : { check, status: 'ok', sure: 'certain', text: `nobody has ${path} open` };
}

function timerOf({ path, latencyTimer }: PortStatus): Finding[] {
  if (latencyTimer === undefined) return [];
  const check = 'latency-timer';
  const text = `${path} hands received bytes over every ${latencyTimer} ms`;
  if (latencyTimer < SLOW_TIMER) return [{ check, status: 'ok', sure: 'certain', text }];
  const file = `/sys/bus/usb-serial/devices/${path.replace(/^.*\//, '')}/latency_timer`;
  const rule = `ACTION=="add", SUBSYSTEM=="usb-serial", DRIVER=="ftdi_sio", ATTR{latency_timer}="1"`;
  const advice = `Each answer loses up to that: echo 1 | sudo tee ${file}; for good, the udev rule ${rule}`;
  return [{ check, status: 'warning', sure: 'certain', text, advice }];
}
