import { UsageError } from '@bus/line';
import { checkInteger } from './checks.js';
import { getCommEventCounter } from './comm-event-counter.js';
import { getCommEventLog } from './comm-event-log.js';
import { diagnostics } from './diagnostics.js';
import { encapsulatedInterface } from './encapsulated-interface.js';
import { maskWriteRegister } from './mask-write-register.js';
import type { AnyPduCodec } from './pdu-codec.js';
import { readCoils, readDiscreteInputs } from './read-bits.js';
import { readExceptionStatus } from './read-exception-status.js';
import { readFifoQueue } from './read-fifo-queue.js';
import { readFileRecord } from './read-file-record.js';
import { readHoldingRegisters, readInputRegisters } from './read-registers.js';
import { readWriteRegisters } from './read-write-registers.js';
import { reportServerId } from './report-server-id.js';
import { writeFileRecord } from './write-file-record.js';
import { writeMultipleCoils } from './write-multiple-coils.js';
import { writeMultipleRegisters } from './write-multiple-registers.js';
import { writeSingleCoil } from './write-single-coil.js';
import { writeSingleRegister } from './write-single-register.js';

const codecs = new Map<number, AnyPduCodec>(
  [
    readCoils,
    readDiscreteInputs,
    readHoldingRegisters,
    readInputRegisters,
    writeSingleCoil,
    writeSingleRegister,
    readExceptionStatus,
    diagnostics,
    getCommEventCounter,
    getCommEventLog,
    writeMultipleCoils,
    writeMultipleRegisters,
    reportServerId,
    readFileRecord,
    writeFileRecord,
    maskWriteRegister,
    readWriteRegisters,
    readFifoQueue,
    encapsulatedInterface,
  ].map(codec => [codec.code, codec as AnyPduCodec]),
);

/** Every function code that is known here, registered ones included. */
export const pduCodecs: ReadonlyMap<number, AnyPduCodec> = codecs;

let version = 0;

/** Rises when a codec is registered, so that what was derived from them is derived anew. */
export function codecVersion(): number {
  return version;
}

/**
 * Makes a function of your own known to the scanner, the trace and the server: user-defined codes are 65..72 and
 * 100..110, but any code that this package does not have may be taken.
 *
 * @throws {UsageError} the function code is out of range or taken.
 *
 * @example registerCodec(myCodec);
 */
export function registerCodec(codec: AnyPduCodec): void {
  checkInteger('function code', codec.code, 1, 127);
  if (codecs.has(codec.code))
    throw new UsageError(`function ${codec.code} is already known as ${codecs.get(codec.code)!.name}`);
  codecs.set(codec.code, codec);
  version += 1;
}
