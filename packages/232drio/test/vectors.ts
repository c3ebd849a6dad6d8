import { readFileSync } from 'node:fs';

/** One documented or computed pair of request and answer. */
export interface Vector {
  readonly name: string;
  readonly request: string | null;
  readonly response: string | null;
  /** True for the harsh mode. */
  readonly checksum: boolean;
  readonly decoded: Decoded;
}

interface Decoded {
  readonly kind?: 'state' | 'none' | 'sequence';
  readonly error?: string;
  readonly relay1?: boolean;
  readonly relay2?: boolean;
  readonly input1Bit?: 0 | 1;
  readonly steps?: readonly { send?: string; wait?: string; receive?: string }[];
  readonly verified?: boolean;
}

export const vectors = JSON.parse(
  readFileSync(new URL('./vectors/232drio.json', import.meta.url), 'utf8'),
) as Vector[];

export function vector(name: string): Vector {
  const found = vectors.find(candidate => candidate.name === name);
  if (found === undefined) throw new Error(`there is no vector ${name}`);
  return found;
}

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(' ').map(byte => Number.parseInt(byte, 16)));
}

/** Every way to cut `hex` into pieces in a row. */
export function cuttings(hex: string): string[][] {
  const bytes = hex.split(' ');
  return Array.from({ length: 2 ** (bytes.length - 1) }, (_, cuts) => {
    const pieces: string[][] = [[]];
    bytes.forEach((byte, index) => {
      pieces.at(-1)!.push(byte);
      if (index < bytes.length - 1 && (cuts >> index) & 1) pieces.push([]);
    });
    return pieces.map(piece => piece.join(' '));
  });
}
