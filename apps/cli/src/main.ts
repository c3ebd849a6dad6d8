import { fileURLToPath } from 'node:url';
import { run } from '@oclif/core/run';
import { settings } from '@oclif/core/settings';
import { loadCommands } from './load-commands.js';
import { failAtExit, reportUnwritable } from './report-unwritable.js';

/**
 * Runs the program and sets the exit code. What goes wrong inside a command is reported there; what comes out here is
 * a command that does not exist, or a mistake in the program.
 *
 * @param root URL of a file of this package: its package.json says what the commands are.
 */
export async function main(args: string[], root: string): Promise<void> {
  // The compiled program is what runs, whatever NODE_ENV says.
  settings.enableAutoTranspile = false;
  try {
    await loadCommands(args);
    // Behind what oclif does about it while it is loaded.
    const { stdout, stderr } = process;
    reportUnwritable({ stdout, stderr, fail: failAtExit });
    // There are no plug-ins, so nobody's home folder is searched for them.
    await run(args, { root: fileURLToPath(root), userPlugins: false, devPlugins: false });
  } catch (error) {
    const { formatError } = await import('./format-error.js');
    const { withSuggestion } = await import('./suggest-command.js');
    const { exitCodeOf } = await import('./exit-code.js');
    process.exitCode = exitCodeOf(error);
    process.stderr.write(`${formatError(withSuggestion(error)).join('\n')}\n`);
  }
}
