import { certificateRole } from '@bus/transport-node';
import { must } from '../oracle.js';
import type { Target } from '../target.js';

/** `tbs { [3] { { { OID of the role, OCTET STRING { UTF8String "operator" } } } } }` in a certificate. */
const ROLE = [0x06, 0x0b, 0x2b, 6, 1, 4, 1, 0x83, 0x89, 0x0c, 0x86, 0x22, 1];
const wrap = (tag: number, content: readonly number[]): number[] => [tag, content.length, ...content];
const value = wrap(
  0x04,
  wrap(
    0x0c,
    [...'operator'].map(character => character.charCodeAt(0)),
  ),
);
const certificate = (...extensions: number[][]): number[] =>
  wrap(0x30, wrap(0x30, wrap(0xa3, wrap(0x30, extensions.flat()))));
const extension = wrap(0x30, [...ROLE, ...value]);

export const target: Target = {
  name: 'certificates',
  promise:
    'the role of a certificate is a text that stands in it, or there is none; no bytes make the reader fail',
  longest: 400,
  words: [ROLE, extension, [0x30, 0x80], [0x30, 0x82, 1, 0], [0x01, 1, 0xff]],
  seeds: [
    certificate(extension),
    certificate(wrap(0x30, [...ROLE, 1, 1, 0xff, ...value])),
    certificate(extension, extension),
    [0x30, 0x81, 0x80, ...certificate(extension)],
  ],
  run(input) {
    const role = certificateRole(input);
    if (role === undefined) return;
    must(Buffer.from(input).includes(Buffer.from(role, 'utf8')), 'the role does not stand in it');
  },
};
