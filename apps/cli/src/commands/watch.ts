import { BusCommand } from '../bus-command.js';
import { camelCase } from '../camel-case.js';
import { connectionFlags } from '../connection-flags.js';
import type { Context } from '../context.js';
import { formatPollSummary } from '../format-poll.js';
import type { WatchScreen } from '../live/watch-screen.js';
import { pollFlags, pollOptions } from '../poll-flags.js';
import { pollPrint } from '../poll-print.js';
import type { PollOptions } from '../services/poll/poll.js';
import type { PollEvent, PollSummary } from '../services/poll/poll-event.js';
import { pointArgs } from '../value-flags.js';

export class Watch extends BusCommand {
  static override summary = 'See the latest values of many points on a live screen.';
  static override description =
    'What is watched is said as for bus poll. Each point is shown with its value, trend, age and errors. Keys: q quits, ' +
    'the arrows, PgUp, PgDn, Home and End scroll, p pauses asking, r counts anew, t shows the frames, / filters by ' +
    'name, Escape takes the filter away. Where stdout is no terminal, each value is a line.';
  static override args = pointArgs;
  static override examples = [
    '<%= config.bin %> watch --config bus-poll.yaml',
    '<%= config.bin %> watch boiler.* --map plant.yaml --for 1h --port /dev/ttyUSB1',
    '<%= config.bin %> watch --slave 1 --reg 289 --reg 24 --decimals 1 --every 200 --for 1s --port sim:',
  ];
  static override flags = { ...pollFlags, ...connectionFlags };
  protected override readonly simulatedNote = 'the values are not from real instruments';
  #screen: WatchScreen | undefined;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Watch);
    const options = pollOptions({ ...camelCase(flags), points: args.points ?? [] });
    if (this.jsonEnabled() || !process.stdout.isTTY || process.env.TERM === 'dumb')
      await this.#tellLines(options, flags);
    else await this.#show(options, flags);
  }

  async #tellLines(options: PollOptions, flags: { quiet?: boolean }): Promise<void> {
    const { preparePoll } = await import('../services/poll/poll.js');
    const tell = (text: string) => {
      if (!flags.quiet) this.note(text);
    };
    const print = pollPrint('text', process.stdout, tell);
    const events = async function* (context: Context) {
      const poll = await preparePoll(options, context);
      print.begin(poll.config);
      return yield* poll.events();
    };
    await this.performStream(flags, events, print);
  }

  async #show(options: PollOptions, { trace = false, ...flags }: { trace?: boolean }): Promise<void> {
    const { WatchScreen } = await import('../live/watch-screen.js');
    const screen = new WatchScreen(trace);
    this.#screen = screen;
    await this.performStream<PollEvent, PollSummary>(flags, context => screen.show(options, context), {
      event: () => [],
      summary: summary => formatPollSummary(summary, screen.rows, process.stdout.columns),
    });
  }

  /** Not into the picture, which says it by itself. */
  protected override markSimulated(what: string): void {
    if (this.#screen?.entered !== true) super.markSimulated(what);
  }
}
