import { type Log, WildScene } from './wild-scene.js';

/** What one run came to. */
export interface RunResult {
  readonly seed: number;
  /** The world and the line's settings, for people. */
  readonly circumstances: string;
  /** What may not be, in words. */
  readonly problems: readonly string[];
  readonly answered: number;
  readonly failed: number;
  /** Requests that the device heard. */
  readonly heard: number;
}

/** Stretches of trouble, each with calm behind it but the last, in the middle of which the line is closed. */
const STRETCHES = 3;
const STEPS = 25;
/** What is done at most in the middle of the line's work. */
const MOST_REACTIONS = 20;
/** Questions that have to be answered in each calm. */
const CERTAIN = 3;
/** Milliseconds after which nothing may be under way: calls of a line that holds them wait for 3000 each time, one by one. */
const LONG = 200_000;

/** Milliseconds that an attempt to open takes at most, also one that was overtaken: whoever waits for it waits for its end. */
const OPENING = 50;

/** Lets callers ask, give up, open and close while everything goes wrong, and says what was wrong with what came of it. */
export async function runModel(seed: number, log?: Log): Promise<RunResult> {
  const scene = new WildScene(seed, log);
  const { weather } = scene.world;
  const circumstances = JSON.stringify({ ...scene.world, weather: weather.likelihoods, ...scene.options });
  reactToEvents(scene);
  for (let stretch = 1; stretch <= STRETCHES; stretch += 1) {
    weather.calm = false;
    for (let step = 0; step < STEPS; step += 1) {
      act(scene);
      await pass(scene);
    }
    weather.calm = stretch < STRETCHES;
    if (weather.calm) await expectRecovery(scene);
  }
  await expectRest(scene);
  scene.calls.checkWrites();
  const { problems, answered, failed } = scene.calls;
  return { seed, circumstances, problems, answered, failed, heard: scene.device.heard };
}

/** What happens between two pauses. */
function act(scene: WildScene): void {
  const { random, transport, world } = scene;
  const choice = random.next();
  if (choice < 0.6) for (let more = random.below(4); more >= 0; more -= 1) scene.ask();
  else if (choice < 0.65) void scene.close();
  else if (choice < 0.7) scene.open();
  else if (world.weather.strikes('vanished', 3)) transport.vanish();
}

/** No time at all, some microtasks, or some time. */
async function pass({ clock, random, schedule, world }: WildScene): Promise<void> {
  if (world.weather.strikes('stopped', 2)) await schedule.standStill(random.upTo(random.pick(50, 500, 2000)));
  const choice = random.next();
  if (choice < 0.2) await Promise.resolve();
  else if (choice < 0.3) for (let more = random.below(10); more >= 0; more -= 1) await Promise.resolve();
  else await clock.advance(random.upTo(random.pick(1, 20, 200)));
}

/** Who is told of something may act on it at once, in the middle of the line's work. */
function reactToEvents(scene: WildScene): void {
  const { line, random, transport, world } = scene;
  let left = world.reactions === 0 ? 0 : MOST_REACTIONS;
  const react = (probability: number) => {
    if (left === 0 || world.weather.calm || !random.chance(probability)) return;
    left -= 1;
    const choice = random.next();
    if (choice < 0.6) scene.ask();
    else if (choice < 0.8) void scene.close();
    else if (choice < 0.9) scene.open();
    else transport.vanish();
  };
  line.on('trace', () => react(world.reactions));
  line.on('state', () => react(2 * world.reactions));
}

/** When nothing goes wrong any more, everything settles by itself, and whatever is asked then is answered. */
async function expectRecovery(scene: WildScene): Promise<void> {
  const { calls, clock, line } = scene;
  await clock.advance(LONG);
  for (const name of calls.open)
    calls.problems.push(`${name} did not settle: ${line.waiting} wait, and the line is ${line.state}`);
  calls.certain = true;
  for (let more = CERTAIN; more > 0; more -= 1) {
    scene.ask();
    await clock.advance(1000);
  }
  calls.certain = false;
}

/** A closed line does nothing: no timer runs, and nobody opens the port again. */
async function expectRest(scene: WildScene): Promise<void> {
  const { calls, clock, line, schedule, transport, world } = scene;
  world.weather.calm = true;
  await clock.until(scene.close());
  if (schedule.others > 0) calls.problems.push(`${schedule.others} timers were left behind`);
  await clock.advance(OPENING);
  for (const name of calls.open) calls.problems.push(`${name} did not settle when the line was closed`);
  await clock.advance(LONG);
  if (line.state !== 'closed' || transport.phase !== 'closed')
    calls.problems.push(`after closing the line is ${line.state} and its port ${transport.phase}`);
  for (const violation of new Set(transport.violations))
    calls.problems.push(`against the transport's contract ${violation}`);
}
