export { dconEar, overheardDcon } from './dcon-ear.js';
export { type DconGuess, dconGuesses } from './dcon-guesses.js';
export { dissectDcon } from './dissect-dcon.js';
