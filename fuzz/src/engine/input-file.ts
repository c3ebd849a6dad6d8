import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../..', import.meta.url));

/** The inputs that reach everything that was ever reached, one on a line. */
export const corpusFile = (target: string): string => join(folder, 'corpus', `${target}.txt`);
/** The inputs that once broke a promise. */
export const findingsFile = (target: string): string => join(folder, 'findings', `${target}.txt`);

/** A line for an input: a JSON string where it is printable text, else hexadecimal. */
export function toLine(input: Uint8Array): string {
  const text = new TextDecoder().decode(input);
  const back = new TextEncoder().encode(text);
  const isText = back.length === input.length && back.every((byte, index) => byte === input[index]);
  // A byte order mark is lost in decoding, and then the lengths differ.
  const printable = isText && !/[^\n\r\t\x20-\x7e]/.test(text);
  return printable ? JSON.stringify(text) : Buffer.from(input).toString('hex');
}

/** The inputs of a file; empty when there is none. Lines that begin with `//` are comments. */
export function readInputs(path: string): Uint8Array[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter(line => line !== '' && !line.startsWith('//')).map(fromLine);
}

function fromLine(line: string): Uint8Array {
  if (line.startsWith('"')) return new TextEncoder().encode(JSON.parse(line));
  if (!/^([0-9a-f]{2})*$/.test(line)) throw new Error(`'${line}' is neither a JSON string nor hexadecimal`);
  return Uint8Array.from(Buffer.from(line, 'hex'));
}

/** Writes a file of inputs, the shortest first. */
export function writeInputs(path: string, inputs: readonly Uint8Array[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const lines = [...new Set(inputs.filter(({ length }) => length > 0).map(toLine))];
  lines.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  writeFileSync(path, lines.map(line => `${line}\n`).join(''));
}
