import type { Subject } from '../subject.js';
import { dconSubject } from './dcon-subject.js';
import { drioSubject } from './drio-subject.js';
import { modbusSubject } from './modbus-subject.js';

/** Every client that can be put to the test. */
export const allSubjects: readonly Subject[] = [
  modbusSubject('@bus/modbus'),
  modbusSubject('@bus/modbus, no retries', 0),
  dconSubject,
  drioSubject,
];
