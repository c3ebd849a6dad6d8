export type { CandidateFinder } from './candidate-finder.js';
export { CaptureScanner } from './capture-scanner.js';
export { createCandidateFinder } from './create-candidate-finder.js';
export { type Candidate, type ChainFrame, type Evidence, LOOKAHEAD, type Reading } from './evidence.js';
export { fitsLength } from './fits-length.js';
export { createJsCandidateFinder } from './js/candidate-finder.js';
export { CANDIDATES_PER_END, LONGEST_CANDIDATE, PIECE, SHORTEST_CANDIDATE } from './layout.js';
export { loadCapture } from './load-capture.js';
