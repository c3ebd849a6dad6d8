export type { Answered } from './ask.js';
export type { Context, LineInfo } from './context.js';
export { ExitCode, exitCodeOf, exitCodes } from './exit-code.js';
export type { ErrorJson } from './format-error.js';
export { type PortsResult, ports } from './services/ports.js';
export { type ReadOptions, type ReadResult, type ReadTable, read } from './services/read.js';
export {
  type WriteFunction,
  type WriteOptions,
  type WriteResult,
  type WriteTable,
  write,
} from './services/write.js';
export type { ConnectionOptions } from './settings.js';
