import type { Command } from '@oclif/core/command';
import { Help } from '@oclif/core/help';
import { variableOf } from './variable-of.js';

/** The help of oclif, with the variable that stands in for each flag. */
export default class BusHelp extends Help {
  protected override formatCommand(command: Command.Loadable): string {
    const flags = Object.fromEntries(
      Object.entries(command.flags).map(([name, flag]) => {
        const env = variableOf(name);
        return [name, env === undefined ? flag : { ...flag, env }];
      }),
    );
    return super.formatCommand({ ...command, flags });
  }
}
