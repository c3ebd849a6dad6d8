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

/** Adds a codec; `registerCodec` checks it first. */
export function addCodec(codec: AnyPduCodec): void {
  codecs.set(codec.code, codec);
  version += 1;
}
