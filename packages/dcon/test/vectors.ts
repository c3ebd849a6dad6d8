import { readFileSync } from 'node:fs';
import {
  type AnyCommand,
  commandsOf,
  decodeAny,
  type Family,
  familyOf,
  type ModuleKind,
} from '../src/index.js';

/** A frame pair from a manual, a traffic log, or computed from one. */
export interface DconVector {
  name: string;
  request: string;
  response: string | null;
  requestHex: string;
  responseHex: string | null;
  checksum: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the fields depend on the kind.
  decoded: Record<string, any>;
  module?: string;
}

export const vectors: DconVector[] = JSON.parse(
  readFileSync(new URL('vectors/dcon.json', import.meta.url), 'utf8'),
);

/** Without checksum twins' suffix. */
export const baseName = ({ name }: DconVector): string => name.replace('+chk', '');

/** The request without checksum and carriage return. */
export const requestText = ({ request, checksum }: DconVector): string =>
  request.slice(0, checksum ? -3 : -1);

/** The family of the module that a vector is of. Names that stand for many modules have none. */
export function familyOfVector({ module = '' }: DconVector): Family | undefined {
  return familyOf(module.split(' ')[0]!);
}

export function kindOfVector(vector: DconVector): ModuleKind {
  if (vector.module === 'I-7024R') return 'digital';
  return familyOfVector(vector)?.kind ?? 'digital';
}

/** The command that a vector asks: the first of its module's whose request and answer fit. */
export function commandOf(vector: DconVector): AnyCommand | undefined {
  const text = requestText(vector);
  const answer = vector.response?.slice(0, vector.checksum ? -3 : -1);
  const bare = answer === undefined || /^(\?.*|!)$/.test(answer);
  return commandsOf[kindOfVector(vector)].find(
    ({ request, answers }) =>
      request.decode(text) !== undefined && (bare || decodeAny(answers, answer) !== undefined),
  );
}

/** `01 02` → the bytes in chunks of `size`, each one millisecond after the other, as a scripted peer wants them. */
export function chunked(hex: string, size: number): [number, string][] {
  const bytes = hex.split(' ');
  const chunks: [number, string][] = [];
  for (let at = 0; at < bytes.length; at += size)
    chunks.push([1 + at / size, bytes.slice(at, at + size).join(' ')]);
  return chunks;
}
