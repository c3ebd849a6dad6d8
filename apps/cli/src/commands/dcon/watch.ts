import { AbortedError } from '@bus/line';
import * as Flags from '@oclif/core/flags';
import { BusCommand } from '../../bus-command.js';
import { camelCase } from '../../camel-case.js';
import type { Context } from '../../context.js';
import { dconConnectionFlags, moduleFlags } from '../../dcon-flags.js';
import { ExitCode, exitCodeOf } from '../../exit-code.js';
import { formatDconSample } from '../../format-dcon.js';
import { errorJson } from '../../format-error.js';
import type { DconSample, DconWatched } from '../../services/dcon/watch.js';

export class DconWatch extends BusCommand {
  static override summary = 'Read a DCON module again and again, until Ctrl-C.';
  static override description =
    'Prints a line for each reading, with --json a JSON object on a line of its own. An answer that is missing or ' +
    'damaged is told on such a line, too, and reading goes on.';
  static override examples = [
    '<%= config.bin %> dcon watch --address 02 --every 500 --port /dev/ttyUSB1',
    '<%= config.bin %> dcon watch --address 03 --times 10 --json --port sim:',
  ];
  static override flags = {
    ...moduleFlags,
    every: Flags.integer({
      min: 0,
      helpValue: '<ms>',
      description: 'milliseconds from one reading to the next; 1000 by default',
    }),
    times: Flags.integer({
      min: 1,
      helpValue: '<number>',
      description: 'how many readings; no end by default',
    }),
    counters: Flags.boolean({ description: 'digital modules: how often each input has switched, too' }),
    ...dconConnectionFlags,
  };
  protected override readonly simulatedNote = 'the values are not from a real module';

  async run(): Promise<void> {
    const { flags } = await this.parse(DconWatch);
    const options = camelCase(flags);
    const { dconWatch } = await import('../../services/dcon/watch.js');
    await this.perform(
      flags,
      context => this.#watch(context, (until, tell) => dconWatch(options, until, tell)),
      () => [],
    );
  }

  /** Ctrl-C is the usual end, and nothing that went wrong; so is a reader that has seen enough, such as `head`. */
  async #watch(
    context: Context,
    watch: (context: Context, tell: (sample: DconSample) => void) => Promise<DconWatched>,
  ): Promise<void> {
    const gone = new AbortController();
    const onGone = () => gone.abort(new Error('nobody reads the output any more'));
    process.stdout.once('error', onGone);
    const signal = AbortSignal.any([gone.signal, ...(context.signal === undefined ? [] : [context.signal])]);
    try {
      const { error } = await watch({ ...context, signal }, sample => {
        // Before the first value, because the end may never come.
        this.markSimulated(this.simulatedNote);
        process.stdout.write(`${this.jsonEnabled() ? sampleJson(sample) : formatDconSample(sample)}\n`);
      });
      if (error !== undefined) process.exitCode = exitCodeOf(error);
    } catch (error) {
      if (!signal.aborted || !(error instanceof AbortedError)) throw error;
      if (!gone.signal.aborted) process.exitCode = ExitCode.INTERRUPTED;
    } finally {
      process.stdout.removeListener('error', onGone);
    }
  }

  /** Also what went wrong is told on one line. */
  override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json)}\n`);
  }
}

function sampleJson({ time, address, name, simulated, values, error }: DconSample): string {
  const what = error === undefined ? { values } : { error: errorJson(error).error };
  return JSON.stringify({ time: time.toISOString(), address, name, simulated, ...what });
}
