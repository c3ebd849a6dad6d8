import { AbortedError } from '@bus/line';
import { Command } from '@oclif/core/command';
import type { Context, LineInfo } from './context.js';
import { ExitCode } from './exit-code.js';
import { type FlagKind, jsonFlag, namingVariables, withVariables } from './flag-variables.js';
import { jsonText } from './json-text.js';
import type { StreamEvent } from './stream-event.js';

/** The flags that say what is told besides the result. */
export interface Telling {
  trace?: boolean;
  verbose?: boolean;
  quiet?: boolean;
}

/** How the events of a stream are told. */
export interface StreamPrint<Event extends StreamEvent, Summary> {
  /** The lines of an event on stdout; none when it has nothing to say to people. */
  event(event: Event): readonly string[];
  /** The lines at the end; none by default. With `--json` only events are told: let the last one be the summary. */
  summary?(summary: Summary): readonly string[];
  /** The exit code of a stream that came to its end; 0 by default. */
  exitCode?(summary: Summary): number;
}

/** What every command shares: results on stdout, all else on stderr, variables for flags, exit codes, Ctrl-C. */
export abstract class BusCommand extends Command {
  static override enableJsonFlag = true;
  #line: LineInfo | undefined;
  #marked = false;
  #streaming = false;
  #signal: 'SIGINT' | 'SIGTERM' | undefined;
  #added: readonly string[] = [];

  /** Adds the flags that the environment holds. */
  override async init(): Promise<void> {
    await super.init();
    const { flags, baseFlags } = this.ctor;
    const all = {
      ...(baseFlags as Record<string, FlagKind>),
      ...(flags as Record<string, FlagKind>),
      json: jsonFlag,
    };
    const { argv, added } = withVariables(this.argv, all, process.env);
    this.argv = argv;
    this.#added = added;
  }

  /** Runs a service and prints its result. Ctrl-C ends it and frees the port. */
  protected async perform<T>(
    telling: Telling,
    service: (context: Context) => Promise<T>,
    lines: (result: T) => readonly string[],
  ): Promise<T> {
    return this.#interruptible(async signal => {
      const result = await service(await this.#context(telling, signal));
      this.markSimulated(this.simulatedNote);
      for (const line of lines(result)) this.log(line);
      return result;
    });
  }

  /**
   * Runs a service that yields events, and prints each as it comes: with `--json` one JSON object per line, else the
   * lines that `print` makes of it. Ctrl-C ends it, which is no failure here; so does a reader that has seen enough,
   * such as `head`. A service should end with its summary when its signal fires; it may also throw `AbortedError`.
   */
  protected async performStream<Event extends StreamEvent, Summary>(
    telling: Telling,
    service: (context: Context) => AsyncGenerator<Event, Summary>,
    print: StreamPrint<Event, Summary>,
  ): Promise<void> {
    this.#streaming = true;
    const gone = new AbortController();
    const onGone = () => gone.abort(new Error('nobody reads the output any more'));
    process.stdout.on('error', onGone);
    try {
      await this.#interruptible(async interrupted => {
        const signal = AbortSignal.any([gone.signal, interrupted]);
        const events = service(await this.#context(telling, signal));
        try {
          const summary = await this.#tellAll(events, print, gone.signal);
          for (const line of this.jsonEnabled() ? [] : (print.summary?.(summary) ?? []))
            await this.#write(line, gone.signal);
          process.exitCode = this.#interruptedCode() ?? print.exitCode?.(summary) ?? ExitCode.OK;
        } catch (error) {
          if (!signal.aborted || !(error instanceof AbortedError)) throw error;
          process.exitCode = this.#interruptedCode() ?? ExitCode.OK;
        }
      });
    } finally {
      process.stdout.removeListener('error', onGone);
    }
  }

  async #tellAll<Event extends StreamEvent, Summary>(
    events: AsyncGenerator<Event, Summary>,
    print: StreamPrint<Event, Summary>,
    gone: AbortSignal,
  ): Promise<Summary> {
    for (;;) {
      const { done, value } = await events.next();
      if (done) return value;
      // Before the first value, because the end may never come.
      this.markSimulated(this.simulatedNote);
      const lines = this.jsonEnabled() ? [jsonText(value)] : print.event(value);
      if (lines.length > 0) await this.#write(lines.join('\n'), gone);
    }
  }

  /** Waits for a reader that is slower than the stream. */
  async #write(text: string, gone: AbortSignal): Promise<void> {
    if (gone.aborted || process.stdout.write(`${text}\n`)) return;
    await new Promise<void>(resolve => {
      const go = () => {
        process.stdout.removeListener('drain', go);
        gone.removeEventListener('abort', go);
        resolve();
      };
      process.stdout.once('drain', go);
      gone.addEventListener('abort', go, { once: true });
    });
  }

  async #interruptible<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const listeners = (['SIGINT', 'SIGTERM'] as const).map(name => {
      const listener = () => {
        this.#signal ??= name;
        controller.abort(new Error('interrupted'));
      };
      process.once(name, listener);
      return () => process.removeListener(name, listener);
    });
    try {
      return await action(controller.signal);
    } finally {
      for (const remove of listeners) remove();
    }
  }

  #interruptedCode(): number | undefined {
    if (this.#signal === undefined) return undefined;
    return this.#signal === 'SIGTERM' ? ExitCode.TERMINATED : ExitCode.INTERRUPTED;
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
        this.note(info.description);
        this.note(`port from ${info.origin}`);
      },
      onTrace: format && (event => this.note(format(event))),
    };
  }

  /** On stderr, with `--json` too. */
  protected note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Says that what is told does not come from real instruments, if that is so; once. */
  protected markSimulated(what: string): void {
    if (!this.#line?.simulated || this.#marked) return;
    this.#marked = true;
    this.note(`bus: simulated line (${this.#line.medium}): ${what}`);
  }

  protected override async catch(error: Error): Promise<void> {
    const { errorJson, formatError } = await import('./format-error.js');
    if (error instanceof Error) error.message = namingVariables(error.message, this.#added);
    const { exitCode, ...told } = errorJson(error);
    process.exitCode = (exitCode === ExitCode.INTERRUPTED && this.#interruptedCode()) || exitCode;
    // Arguments that make no sense count as looked at: oclif warns of commands that do not look at theirs.
    this.parsed = true;
    const simulated = this.#line?.simulated;
    this.markSimulated('no real instrument was asked');
    if (this.jsonEnabled()) this.logJson({ ...told, simulated, exitCode: process.exitCode });
    else for (const line of formatError(error)) this.note(line);
  }

  /** In a stream also what went wrong is told on one line. */
  override logJson(json: unknown): void {
    process.stdout.write(`${jsonText(json, this.#streaming ? 0 : 2)}\n`);
  }
}
