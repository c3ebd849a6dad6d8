import { readFile } from 'node:fs/promises';
import { UsageError } from '@bus/line';
import { type HeardChunk, serialChunk } from './heard-chunk.js';
import { parseHexText } from './hex-text.js';
import { isPcap, parsePcap } from './pcap-file.js';
import { isPcapng, parsePcapng } from './pcapng-file.js';

/** How a recording is written. */
export const captureForms = ['auto', 'raw', 'hex', 'pcap'] as const;
export type CaptureForm = (typeof captureForms)[number];

/** Stands for what is piped in. */
export const STDIN = '-';

/**
 * Reads a recording: a pcap or pcapng file, hexadecimal text, or bytes as they are.
 *
 * @param path `-` is what is piped in.
 * @param form `auto` looks at the contents.
 * @throws {UsageError} it cannot be read, or makes no sense in that form.
 */
export async function readCapture(path: string, form: CaptureForm = 'auto'): Promise<HeardChunk[]> {
  const bytes = path === STDIN ? await readStdin() : await readFileAt(path);
  return captureOf(bytes, form, path === STDIN ? 'standard input' : path);
}

/** The chunks of a recording. @param name for messages. */
export function captureOf(bytes: Uint8Array, form: CaptureForm, name: string): HeardChunk[] {
  if ((form === 'pcap' || form === 'auto') && isPcapng(bytes)) return parsePcapng(bytes, name);
  if (form === 'pcap' || (form === 'auto' && isPcap(bytes))) return parsePcap(bytes, name);
  if (form === 'raw') return [serialChunk(bytes)];
  if (form === 'auto' && !isText(bytes)) return [serialChunk(bytes)];
  const text = new TextDecoder().decode(bytes);
  // Lines of Modbus ASCII or DCON as they were on the line, ends included.
  if (form === 'auto' && /\r/.test(text) && /^[:$#%@~!>?]/.test(text)) return [serialChunk(bytes)];
  try {
    return parseHexText(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${name}, ${error.message}`, { hint: error.hint ?? '', cause: error });
  }
}

/** Nothing but what is written in text: no control characters and no bytes that are no UTF-8. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.some(byte => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

async function readFileAt(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new UsageError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}
