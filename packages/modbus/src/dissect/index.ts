export { type DiagnoseOptions, diagnose } from './diagnose.js';
export { dissectFrame } from './dissect-frame.js';
export { type DissectedPdu, dissectPdu, likelySide } from './dissect-pdu.js';
export type { FaultKind, Guess } from './guess.js';
export { isSound } from './is-plausible.js';
export { isUnanswered, type Relation, relationOf } from './relation.js';
