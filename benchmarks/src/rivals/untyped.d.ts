// What the benchmarks use of packages without types, and of parts that their packages do not document.
declare module 'polycrc' {
  /** Makes a CRC function. */
  export function crc(
    width: number,
    poly: number,
    xorIn: number,
    xorOut: number,
    reflect: boolean,
  ): (bytes: Uint8Array) => number;
}
declare module 'modbus-serial/utils/crc16.js' {
  const crc16: (bytes: Uint8Array) => number;
  export default crc16;
}
declare module 'modbus-serial/ports/rtubufferedport.js' {
  import type { EventEmitter } from 'node:events';

  export default class RTUBufferedPort extends EventEmitter {
    constructor(path: string, options: { baudRate: number });
    readonly _client: EventEmitter;
    _id: number;
    _cmd: number;
    _length: number;
  }
}
declare module 'jsmodbus/dist/rtu-client-response-handler.js' {
  interface Handler {
    handleData(data: Buffer): void;
    shift(): { readonly body: { readonly valuesAsArray: ArrayLike<number> } } | undefined;
  }
  const exports: { default: new () => Handler };
  export default exports;
}
