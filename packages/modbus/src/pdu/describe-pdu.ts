import type { Side } from '@bus/line';
import { formatHex } from '@bus/line';
import { pduCodecs } from './codecs.js';
import { decodeException, describeException, isException } from './exception.js';

/** What a PDU means, for people. When it makes no sense as sent by `side`, it is read as sent by the other. */
export function describePdu(pdu: Uint8Array, side: Side): string {
  const other: Side = side === 'request' ? 'response' : 'request';
  return (
    attempt(pdu, side) ?? attempt(pdu, other) ?? `function ${pdu[0] ?? '?'}: ${formatHex(pdu.subarray(1))}`
  );
}

function attempt(pdu: Uint8Array, side: Side): string | undefined {
  try {
    if (isException(pdu)) {
      const { functionCode, exceptionCode } = decodeException(pdu);
      const name = pduCodecs.get(functionCode)?.name ?? `function ${functionCode}`;
      return `${name}: ${describeException(exceptionCode)}`;
    }
    const codec = pduCodecs.get(pdu[0] ?? 0);
    if (codec === undefined) return undefined;
    if (side === 'request') return codec.describeRequest(codec.decodeRequest(pdu));
    return codec.describeResponse(codec.decodeResponse(pdu));
  } catch {
    return undefined;
  }
}
