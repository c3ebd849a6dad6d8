import { BROADCASTS } from './commands/broadcast.js';
import { allCommands } from './commands/index.js';
import { isRequestLead } from './wire/leads.js';
import type { AnyFields } from './wire/template.js';

/** How a command is said for people: `write one output (group 1, channel 1, on 1)`. */
export function describeCommand(name: string, fields: AnyFields): string {
  const said = Object.entries(fields).map(([field, value]) => `${spaced(field)} ${value}`);
  return said.length === 0 ? name : `${name} (${said.join(', ')})`;
}

/** `newAddress` → `new address`. */
const spaced = (name: string): string => name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);

/**
 * What a request means. The same characters may mean different things to different families; then all of them are named.
 *
 * @example describeRequest('$022'); // 'module 02, read configuration'
 */
export function describeRequest(text: string): string {
  const broadcast = BROADCASTS.get(text);
  if (broadcast !== undefined) return `all modules, ${broadcast}`;
  const meanings = new Set<string>();
  for (const { name, request } of allCommands) {
    const decoded = request.decode(text);
    if (decoded !== undefined) meanings.add(describeCommand(name, decoded.fields));
  }
  const address = text.slice(1, 3);
  const what = meanings.size === 0 ? `unknown command ${text.slice(3)}` : [...meanings].join(' or ');
  return /^[0-9A-F]{2}$/.test(address) ? `module ${address}, ${what}` : `malformed request ${text}`;
}

/** What an answer says by itself. What its data mean depends on the question. */
export function describeAnswer(text: string): string {
  if (text === '>') return 'done';
  if (text === '!') return 'ignored: the host watchdog has tripped';
  if (text === '?') return 'refused';
  if (/^\?[0-9A-F]{2}$/.test(text)) return `module ${text.slice(1)}, refused`;
  if (/^![0-9A-F]{2}$/.test(text)) return `module ${text.slice(1)}, done`;
  return `answer ${text.slice(1)}`;
}

/** What a frame says, whoever sent it. */
export function describeText(text: string): string {
  return isRequestLead(text.slice(0, 1)) ? describeRequest(text) : describeAnswer(text);
}

/**
 * The address that a frame certainly carries. An answer of 7 or 8 characters may be that of a digital module, which has
 * none, and so may everything that begins with `>`.
 */
export function addressOf(text: string): number | undefined {
  const address = text.slice(1, 3);
  if (!/^[0-9A-F]{2}$/.test(address)) return undefined;
  const anonymous =
    text.startsWith('>') || (text.startsWith('!') && (text.length === 7 || text.length === 8));
  return anonymous ? undefined : Number.parseInt(address, 16);
}
