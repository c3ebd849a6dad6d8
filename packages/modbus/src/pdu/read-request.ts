/** Asks for `quantity` items from `startAddress` on. */
export interface ReadRequest {
  /** 0..65535. */
  readonly startAddress: number;
  /** 1..2000 bits or 1..125 registers. */
  readonly quantity: number;
}

/** Bytes of {@link putReadRequest}. */
export const READ_REQUEST_SIZE = 5;

/** `fc start(2) quantity(2)`: the layout that four requests and two confirmations share. */
export function readRequestBytes(code: number, startAddress: number, quantity: number): Uint8Array {
  const pdu = new Uint8Array(READ_REQUEST_SIZE);
  putReadRequest(pdu, 0, code, startAddress, quantity);
  return pdu;
}

/** The same at `at` of `target`, which must have room for it; returns its length. */
export function putReadRequest(
  target: Uint8Array,
  at: number,
  code: number,
  startAddress: number,
  quantity: number,
): number {
  target[at] = code;
  target[at + 1] = startAddress >> 8;
  target[at + 2] = startAddress;
  target[at + 3] = quantity >> 8;
  target[at + 4] = quantity;
  return READ_REQUEST_SIZE;
}
