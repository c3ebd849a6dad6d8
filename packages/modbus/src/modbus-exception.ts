import { DeviceError } from '@bus/line';
import { describeException, EXCEPTION_NAMES } from './pdu/exception.js';

/** The device understood the request and refused it. */
export class ModbusException extends DeviceError {
  /** 1..255; section 7 of the application protocol names 1 to 11. */
  readonly exceptionCode: number;
  /** The function that was refused. */
  readonly functionCode: number;
  /** Such as `illegal data address`; undefined for codes without one. */
  readonly exceptionName: string | undefined;

  constructor(label: string, functionCode: number, exceptionCode: number) {
    super(`${label}: ${describeException(exceptionCode)}`, { label, hint: HINTS.get(exceptionCode) });
    this.functionCode = functionCode;
    this.exceptionCode = exceptionCode;
    this.exceptionName = EXCEPTION_NAMES.get(exceptionCode);
  }

  override get name(): string {
    return 'ModbusException';
  }

  /** Acknowledge (5) and busy (6): the device asks for patience. */
  override get busy(): boolean {
    return this.exceptionCode === 5 || this.exceptionCode === 6;
  }
}

const HINTS: ReadonlyMap<number, string> = new Map([
  [
    1,
    'The device does not know this function: for writes try the other of functions 6 and 16 (5 and 15 for coils).',
  ],
  [
    2,
    'No such address in the device. Manuals often count from 1: try the address one lower, or the other table.',
  ],
  [
    3,
    'The device accepts neither this quantity nor this value: ask for fewer registers, or check the range of the value.',
  ],
  [4, 'The device failed while it carried the request out.'],
  [5, 'Accepted, and still being carried out: ask again later.'],
  [6, 'The device is busy: ask again later.'],
  [10, 'The gateway has no way to that unit: check its routing table.'],
  [11, 'The unit behind the gateway is silent: check its address, power and wiring.'],
]);
