/** Asks for `quantity` items from `startAddress` on. */
export interface ReadRequest {
  /** 0..65535. */
  readonly startAddress: number;
  /** 1..2000 bits or 1..125 registers. */
  readonly quantity: number;
}

/** `fc start(2) quantity(2)`: the layout that four requests and two confirmations share. */
export function readRequestBytes(code: number, startAddress: number, quantity: number): Uint8Array {
  return Uint8Array.of(code, startAddress >> 8, startAddress & 255, quantity >> 8, quantity & 255);
}
