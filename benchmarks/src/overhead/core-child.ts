// Started by start-suite.ts: prints the milliseconds in which the WebAssembly core gets ready, import not counted.
import { loadCore } from '@bus/codec';

const before = performance.now();
const core = loadCore();
const milliseconds = performance.now() - before;
if (core === undefined) throw new Error('WebAssembly is not available here');
console.log(milliseconds);
