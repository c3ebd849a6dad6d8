/** Which rule a PDU breaks. */
export type PduFault =
  | 'function'
  | 'length'
  | 'byte-count'
  | 'quantity'
  | 'value'
  | 'address-range'
  | 'reference'
  | 'structure';

/** A PDU does not conform to the specification. The server answers it with an exception, the client reports it. */
export class PduError extends Error {
  readonly fault: PduFault;

  constructor(fault: PduFault, message: string) {
    super(message);
    this.name = 'PduError';
    this.fault = fault;
  }
}
