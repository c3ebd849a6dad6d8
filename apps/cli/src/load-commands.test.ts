import { beforeEach, describe, expect, it } from 'vitest';
import { loaders } from './commands/index.js';
import { commands, loadCommands } from './load-commands.js';

describe('loading commands', () => {
  beforeEach(() => {
    for (const name of Object.keys(commands)) delete commands[name];
  });

  it.each([
    [['read', '--slave', '1'], ['read']],
    [['dcon', 'read', '--address', '02'], ['dcon:read']],
    [['dcon', 'send', '$022'], ['dcon:send']],
  ])('takes only what %j names', async (args, names) => {
    await loadCommands(args);
    expect(Object.keys(commands)).toEqual(names);
  });

  it.each([[[]], [['--help']], [['help', 'read']], [['dcon']], [['raed']]])(
    'takes all for %j',
    async args => {
      await loadCommands(args);
      expect(Object.keys(commands)).toEqual(Object.keys(loaders));
    },
  );
});

describe('the arguments of a command', () => {
  it.each(Object.keys(loaders))('%s are never taken from what is piped in', async name => {
    const { args = {} } = await loaders[name]!();
    // No relay switches by what a script reads in a loop, and no loop loses its lines. oclif reads no lists from there.
    const piped = Object.values(args).filter(({ ignoreStdin, multiple }) => !ignoreStdin && !multiple);
    expect(piped).toEqual([]);
  });
});
