import type { LineOptions } from '../../src/index.js';
import type { RandomSource } from './random-source.js';
import { Weather } from './weather.js';

/** Milliseconds that each question of the model waits for its answer. */
export const TIMEOUT = 100;

/** What one seed makes of the world around the line. */
export interface Circumstances {
  /** True: answers are told apart by identifiers, and several questions may be open at once. */
  readonly multiplexed: boolean;
  /** True: the adaptor hears what it sends. */
  readonly echo: boolean;
  /** What goes wrong. */
  readonly weather: Weather;
  readonly characterTime: number;
  /** True: the transport offers `transmit` beside `write`. */
  readonly transmits: boolean;
  /** How many addresses are asked for: the fewer, the more questions look like each other. */
  readonly addresses: number;
  /** How many identifiers there are: the fewer, the sooner one is used again. */
  readonly identifiers: number;
  /** How likely the caller acts at once on what the trace or a change of state tells, in the middle of the line's work. */
  readonly reactions: number;
}

/** Draws the world of one seed. */
export function drawCircumstances(random: RandomSource): Circumstances {
  const multiplexed = random.chance(0.35);
  const weather = new Weather(random);
  const { copied, stopped } = weather.likelihoods;
  return {
    multiplexed,
    echo: !multiplexed && random.chance(0.3),
    weather,
    characterTime: multiplexed ? 0 : random.pick(0, 0, 0.5),
    transmits: random.chance(0.6),
    addresses: random.pick(2, 5, 200),
    // With few of them, a copy would meet the next question that has the identifier of the answer before, and so would what
    // came while the process stood still.
    identifiers: copied > 0 || stopped > 0 ? 256 : random.pick(3, 24, 256),
    reactions: random.pick(0, 0.05, 0.2),
  };
}

/** Draws how the line is to deal with that world. */
export function drawOptions(random: RandomSource, world: Circumstances): LineOptions {
  const { echo, multiplexed, weather } = world;
  // An answer that repeats its question and comes twice looks like an echo and an answer: a line that has to find out
  // whether there is an echo is misled by it.
  const mayFindOut = !multiplexed && weather.likelihoods.copied === 0;
  const options: LineOptions = {
    timeout: TIMEOUT,
    retries: random.pick(0, 0, 1, 3),
    echo: mayFindOut && random.chance(0.3) ? 'auto' : echo,
    onLoss: random.pick('fail', 'hold', 'hold-writes'),
    holdTime: 3000,
  };
  if (random.chance(0.3)) options.idleClose = random.pick(0, 5, 50);
  if (random.chance(0.3)) options.reconnect = random.pick<false | object>(false, { min: 10, max: 100 });
  if (random.chance(0.3)) options.inFlight = random.pick(1, 4);
  if (random.chance(0.2)) options.deadUnits = { after: 2, retryEvery: 300 };
  return options;
}
