import { type DerElement, derContent, derElements } from './der.js';

const OBJECT_IDENTIFIER = 0x06;
const BOOLEAN = 0x01;
const OCTET_STRING = 0x04;
const UTF8_STRING = 0x0c;
const SEQUENCE = 0x30;
const EXTENSIONS = 0xa3;

/** 1.3.6.1.4.1.50316.802.1, in base 128: 50316 is 3·128² + 9·128 + 12, 802 is 6·128 + 34. */
const ROLE = [0x2b, 0x06, 0x01, 0x04, 0x01, 0x83, 0x89, 0x0c, 0x86, 0x22, 0x01];

/**
 * The role that a client certificate names, as Modbus/TCP Security has it: an extension 1.3.6.1.4.1.50316.802.1 with one
 * UTF8String.
 *
 * ```
 * Certificate    SEQUENCE { tbs, algorithm, signature }
 * tbs            SEQUENCE { …, [3] { SEQUENCE { extension, … } } }
 * extension      SEQUENCE { OBJECT IDENTIFIER, BOOLEAN critical (absent: false), OCTET STRING { UTF8String } }
 * ```
 *
 * @param certificate DER
 * @returns `undefined` without a role, with more than one, with one that is no UTF8String, and for bytes that are no
 *   certificate. Never throws. The signature is not looked at: that is for TLS to do.
 */
export function certificateRole(certificate: Uint8Array): string | undefined {
  const tbs = derContent(certificate, SEQUENCE)?.[0];
  if (tbs?.tag !== SEQUENCE) return undefined;
  const wrappers = derElements(tbs.content)?.filter(({ tag }) => tag === EXTENSIONS) ?? [];
  if (wrappers.length !== 1) return undefined;
  const values: Uint8Array[] = [];
  for (const extension of derContent(wrappers[0]!.content, SEQUENCE) ?? []) {
    const parts = extension.tag === SEQUENCE ? derElements(extension.content) : undefined;
    if (!parts) return undefined;
    if (!isRole(parts[0])) continue;
    const value = extensionValue(parts);
    if (!value) return undefined;
    values.push(value);
  }
  return values.length === 1 ? utf8String(values[0]!) : undefined;
}

function isRole(identifier: DerElement | undefined): boolean {
  return (
    identifier?.tag === OBJECT_IDENTIFIER &&
    identifier.content.length === ROLE.length &&
    ROLE.every((octet, index) => identifier.content[index] === octet)
  );
}

function extensionValue(parts: readonly DerElement[]): Uint8Array | undefined {
  const [, second, third] = parts;
  if (parts.length === 2 && second?.tag === OCTET_STRING) return second.content;
  if (parts.length === 3 && second?.tag === BOOLEAN && third?.tag === OCTET_STRING) return third.content;
  return undefined;
}

function utf8String(bytes: Uint8Array): string | undefined {
  const elements = derElements(bytes);
  if (elements?.length !== 1 || elements[0]!.tag !== UTF8_STRING) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(elements[0]!.content);
  } catch {
    return undefined;
  }
}
