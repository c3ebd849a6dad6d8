/** One element of DER: its tag octet and its content. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
}

/**
 * The elements that `bytes` consist of, one after the other. Strict: tag numbers below 31, lengths that are definite and
 * as short as can be, and nothing left over.
 *
 * @returns `undefined` when they are no such row; `[]` for no bytes.
 */
export function derElements(bytes: Uint8Array): DerElement[] | undefined {
  const elements: DerElement[] = [];
  let position = 0;
  while (position < bytes.length) {
    const tag = bytes[position]!;
    const header = lengthAt(bytes, position + 1);
    if ((tag & 0x1f) === 0x1f || header === undefined) return undefined;
    const end = header.next + header.length;
    if (end > bytes.length) return undefined;
    elements.push({ tag, content: bytes.subarray(header.next, end) });
    position = end;
  }
  return elements;
}

/** The elements within the only element of `bytes`, which must have this tag. */
export function derContent(bytes: Uint8Array, tag: number): DerElement[] | undefined {
  const elements = derElements(bytes);
  const [only] = elements ?? [];
  return elements?.length === 1 && only?.tag === tag ? derElements(only.content) : undefined;
}

/** A length field, and where what it counts begins. */
function lengthAt(bytes: Uint8Array, position: number): { length: number; next: number } | undefined {
  const first = bytes[position];
  if (first === undefined) return undefined;
  if (first < 0x80) return { length: first, next: position + 1 };
  const count = first & 0x7f;
  // Four octets count 4 GiB; none stands for an indefinite length, which DER does not have.
  if (count === 0 || count > 4 || position + count >= bytes.length) return undefined;
  let length = 0;
  for (const octet of bytes.subarray(position + 1, position + 1 + count)) length = length * 256 + octet;
  const shortest = length >= 0x80 && length >= 256 ** (count - 1);
  return shortest ? { length, next: position + 1 + count } : undefined;
}
