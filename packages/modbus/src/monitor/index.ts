export { asciiEar } from './ascii-ear.js';
export { mbapEar } from './mbap-ear.js';
export { overheardModbus } from './overheard-modbus.js';
export { rtuEar } from './rtu-ear.js';
