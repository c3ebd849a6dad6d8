import { Command } from '@oclif/core/command';
import type { Context, LineInfo } from './context.js';

/** The flags that say what is told besides the result. */
interface Telling {
  trace?: boolean;
  verbose?: boolean;
  quiet?: boolean;
}

/** What every command shares: results on stdout, all else on stderr, exit codes, Ctrl-C. */
export abstract class BusCommand extends Command {
  static override enableJsonFlag = true;
  #line: LineInfo | undefined;
  #marked = false;

  /** Runs a service and prints its result. Ctrl-C ends it and frees the port. */
  protected async perform<T>(
    telling: Telling,
    service: (context: Context) => Promise<T>,
    lines: (result: T) => readonly string[],
  ): Promise<T> {
    const controller = new AbortController();
    const onInterrupt = () => controller.abort(new Error('interrupted'));
    process.once('SIGINT', onInterrupt);
    try {
      const result = await service(await this.#context(telling, controller.signal));
      this.markSimulated(this.simulatedNote);
      for (const line of lines(result)) this.log(line);
      return result;
    } finally {
      process.removeListener('SIGINT', onInterrupt);
    }
  }

  /** What is to be known of a result from the simulated line. */
  protected readonly simulatedNote: string = 'the value is not from a real instrument';

  async #context(telling: Telling, signal: AbortSignal): Promise<Context> {
    const format = telling.trace ? (await import('./format-trace.js')).traceFormatter() : undefined;
    return {
      signal,
      onLine: info => {
        this.#line = info;
        if (!telling.verbose) return;
        this.#note(info.description);
        this.#note(`port from ${info.origin}`);
      },
      onTrace: format && (event => this.#note(format(event))),
    };
  }

  /** On stderr, with `--json` too. */
  #note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Says that what is told does not come from real instruments, if that is so; once. */
  protected markSimulated(what: string): void {
    if (!this.#line?.simulated || this.#marked) return;
    this.#marked = true;
    this.#note(`bus: simulated line (${this.#line.medium}): ${what}`);
  }

  protected override async catch(error: Error): Promise<void> {
    const { errorJson, formatError } = await import('./format-error.js');
    const { exitCode, ...told } = errorJson(error);
    process.exitCode = exitCode;
    // Arguments that make no sense count as looked at: oclif warns of commands that do not look at theirs.
    this.parsed = true;
    const simulated = this.#line?.simulated;
    this.markSimulated('no real instrument was asked');
    if (this.jsonEnabled()) this.logJson({ ...told, simulated, exitCode });
    else for (const line of formatError(error)) this.#note(line);
  }
}
