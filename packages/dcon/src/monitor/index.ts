export { dconEar, overheardDcon } from './dcon-ear.js';
export { dissectDcon } from './dissect-dcon.js';
