import type { Dissection, FrameField } from '@bus/line';
import { allCommands } from '../commands/index.js';
import { addressOf, describeText } from '../describe.js';
import { checksumOf, textOf, withoutChecksum } from '../wire/frame-text.js';
import { CR, isRequestLead } from '../wire/leads.js';
import type { Template } from '../wire/template.js';

/**
 * Explains a DCON frame field by field, by the forms of the commands.
 *
 * @param request the text that it answers, without checksum: what the data of an answer mean depends on it.
 * @returns undefined when no character of `frame` begins a DCON frame.
 * @example dissectDcon(new TextEncoder().encode('$022\r'))?.meaning; // 'module 02, read configuration'
 */
export function dissectDcon(frame: Uint8Array, request?: string): Dissection | undefined {
  const found = textOf(frame);
  if (found === undefined) return undefined;
  const bare = withoutChecksum(found.text);
  const text = bare ?? found.text;
  const start = frame.length - found.text.length - (frame.at(-1) === CR ? 1 : 0);
  const behind = start + text.length;
  const ended = frame.at(-1) === CR;
  const fields: FrameField[] = [
    ...(start === 0 ? [] : [plain(0, start, 'noise in front', undefined)]),
    ...inside(text, templatesFor(text, request)).map(each => ({ ...each, offset: each.offset + start })),
    ...(bare === undefined ? [] : [plain(behind, 2, 'checksum', checksumOf(text), 'right')]),
    ...(ended ? [plain(frame.length - 1, 1, 'end', undefined, 'carriage return')] : []),
  ];
  const problems = [
    ...(start === 0 ? [] : ['there are bytes in front of it']),
    ...(ended ? [] : ['the carriage return at the end is missing']),
  ];
  return { fields, meaning: describeText(text), problems };
}

/** The forms that `text` may have, the likeliest first. */
function templatesFor(text: string, request: string | undefined): readonly Template[] {
  if (isRequestLead(text.slice(0, 1))) return allCommands.map(command => command.request);
  if (request === undefined) return [];
  return allCommands.filter(command => command.request.decode(request)).flatMap(({ answers }) => answers);
}

function inside(text: string, templates: readonly Template[]): FrameField[] {
  const template = templates.find(each => each.decode(text) !== undefined);
  const lead = plain(0, 1, 'lead', text.slice(0, 1));
  const address = template?.addressed ?? addressOf(text) !== undefined;
  const start = address ? 3 : 1;
  const head = address ? [lead, plain(1, 2, 'address', text.slice(1, 3))] : [lead];
  const places = template?.places(text) ?? [];
  const values = template?.decode(text)?.fields ?? {};
  const all: FrameField[] = [...head];
  let at = start;
  const literal = (end: number) => {
    const name = template === undefined ? 'data' : 'command';
    if (end > at) all.push(plain(at, end - at, name, text.slice(at, end)));
  };
  for (const { name, offset, length } of places) {
    literal(offset);
    all.push(plain(offset, length, spaced(name), values[name]));
    at = offset + length;
  }
  literal(text.length);
  return all;
}

const spaced = (name: string): string => name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);

const plain = (
  offset: number,
  length: number,
  name: string,
  value: string | number | undefined,
  meaning?: string,
): FrameField => ({ offset, length, name, value, meaning, problem: undefined });
