import { readFileSync } from 'node:fs';

/** A frame from an independent implementation or a manual. */
export interface FrameVector {
  name: string;
  direction: 'request' | 'response';
  hex: string;
  unit: number | null;
  functionCode: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: the fields depend on the function.
  decoded: Record<string, any>;
  valid: boolean;
  error?: string;
  server?: string;
  responsePduLength?: number | null;
}

export const rtuVectors: FrameVector[] = load('modbus-rtu.json');
// biome-ignore lint/suspicious/noExplicitAny: each kind of vector has fields of its own.
export const valueVectors: Record<string, any>[] = load('modbus-values.json');

/** Function codes that this package knows. */
export const KNOWN = new Set([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 20, 21, 22, 23, 24, 43]);

export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], byte => Number.parseInt(byte, 16));
export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8')) as T;
}
