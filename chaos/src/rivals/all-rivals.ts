import type { Subject } from '../subject.js';
import { jsmodbusSubject } from './jsmodbus-subject.js';
import { modbusSerialSubject } from './modbus-serial-subject.js';

/** Other packages' clients. What they make of the matrix is told, and fails no run. */
export const allRivals: readonly Subject[] = [
  modbusSerialSubject('modbus-serial', { careful: true }),
  modbusSerialSubject('modbus-serial, concurrent', { careful: false }),
  jsmodbusSubject('jsmodbus', { careful: true }),
  jsmodbusSubject('jsmodbus, concurrent', { careful: false }),
];
