export {
  type Obstacles,
  type PlannedRead,
  planReads,
  type ReadLimits,
  type ReadRange,
} from './plan-reads.js';
export {
  PlannedReader,
  type PlannedReaderOptions,
  type PointReading,
  type RangeSource,
  type RawValues,
} from './planned-reader.js';
export { type RefusalOptions, Refusals } from './refusals.js';
