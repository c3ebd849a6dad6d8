import { readFileSync } from 'node:fs';
import type { FrameVector } from '../vectors.js';
import type { FramingName } from './framings.js';

/** A frame vector of any framing. */
export interface AnyFrameVector extends FrameVector {
  /** A lenient decoder may accept it. */
  readonly strictOnly?: boolean;
  /** What a stream decoder must still find inside. */
  readonly inner?: string | string[];
}

/** Errors that keep the bytes from being a frame at all; with the others the frame is sound and its content is not. */
const FRAME_ERRORS = new Set([
  'size',
  'crc',
  'lrc',
  'character',
  'delimiter',
  'mbap-length',
  'mbap-protocol',
]);

export const isFrame = (vector: AnyFrameVector): boolean => !FRAME_ERRORS.has(vector.error ?? '');

export const vectorsOf = (name: FramingName): AnyFrameVector[] => vectors[name];

const vectors: Record<FramingName, AnyFrameVector[]> = {
  rtu: load('rtu'),
  ascii: load('ascii'),
  tcp: load('tcp'),
};

function load(name: FramingName): AnyFrameVector[] {
  const url = new URL(`../vectors/modbus-${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as AnyFrameVector[];
}
