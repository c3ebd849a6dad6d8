// Started by start-suite.ts: what a command line program costs that imports oclif and does nothing with it.
import { Command } from '@oclif/core';

class Empty extends Command {
  override async run(): Promise<void> {}
}

await Empty.run([], import.meta.url);
