export { dissectDrio } from './dissect-drio.js';
export { drioEar } from './drio-ear.js';
