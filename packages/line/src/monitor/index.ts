export { chooseFrames } from './choose-frames.js';
export { Monitor, type MonitorOptions } from './monitor.js';
export { MonitorCounters, type UnitHeard } from './monitor-counters.js';
export type {
  AnswerHeard,
  HeardFrame,
  MonitorEvent,
  NoiseHeard,
  RequestHeard,
  Unanswered,
} from './monitor-event.js';
export type { Ear, Overheard, Relation } from './overheard.js';
export { scanEar } from './scan-ear.js';
export { type FoundInText, type TextEarOptions, textEar } from './text-ear.js';
