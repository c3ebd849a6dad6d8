import type { StreamPrint } from './bus-command.js';
import type { PollConfig } from './device-map/poll-config.js';
import { ExitCode, exitCodes } from './exit-code.js';
import { csvFormatter, formatBoard, formatNotice, formatPollSummary, formatSample } from './format-poll.js';
import { jsonText } from './json-text.js';
import { LiveBlock } from './live/live-block.js';
import { PointBoard } from './live/point-board.js';
import type { Terminal } from './live/screen.js';
import type { PollEvent, PollSummary } from './services/poll/poll-event.js';

/** How readings are told: a table in place, or a line each. */
export type PollForm = 'table' | 'json' | 'csv' | 'text';

/** How the events of a poll are printed, once it is known what is polled. */
export interface PollPrint extends StreamPrint<PollEvent, PollSummary> {
  /** To be called before the first event. */
  begin(config: PollConfig): void;
  exitCode(summary: PollSummary): number;
}

/** Milliseconds between two drawings of the table. */
const PAUSE = 100;

/**
 * Prints the events of a poll in one of its forms.
 *
 * @param note tells something that is no result.
 */
export function pollPrint(form: PollForm, terminal: Terminal, note: (text: string) => void): PollPrint {
  let board = new PointBoard({ points: [] });
  const table =
    form === 'table'
      ? liveTable(terminal, () => formatBoard(board, (terminal.columns ?? 80) - 1))
      : undefined;
  const csv = csvFormatter();
  const notice = (event: PollEvent): string[] => {
    const text = formatNotice(event);
    if (text !== undefined) note(text);
    return [];
  };
  return {
    begin(config) {
      board = new PointBoard(config);
    },
    event(event) {
      // That a line is open is worth a word only when it was away.
      const usual = event.event === 'line' && event.state === 'open' && !board.lines.has(event.line);
      board.take(event);
      if (form === 'json') return [jsonText(event)];
      if (table !== undefined) {
        table.touch();
        return [];
      }
      if (event.event !== 'sample') return usual ? [] : notice(event);
      const spec = board.row(event)?.spec;
      return form === 'csv' ? csv(event) : [formatSample(event, spec)];
    },
    summary(summary) {
      table?.clear();
      const lines = formatPollSummary(summary, board.rows, terminal.columns);
      if (form === 'table') return lines;
      if (form !== 'json') for (const line of lines) note(line);
      return [];
    },
    exitCode,
  };
}

/** The code of the latest failure. */
export function exitCode({ lastError }: Pick<PollSummary, 'lastError'>): number {
  if (lastError === undefined) return ExitCode.OK;
  return exitCodes[lastError.code as keyof typeof exitCodes] ?? ExitCode.INTERNAL;
}

/** Draws the table now and then, and not at every event. */
function liveTable(terminal: Terminal, lines: () => readonly string[]) {
  const block = new LiveBlock(terminal);
  let timer: NodeJS.Timeout | undefined;
  return {
    touch(): void {
      timer ??= setTimeout(() => {
        timer = undefined;
        block.draw(lines());
      }, PAUSE);
    },
    clear(): void {
      clearTimeout(timer);
      timer = undefined;
      block.clear();
    },
  };
}
