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
