import { CLIError } from '@oclif/core/errors';
import * as Flags from '@oclif/core/flags';

/** Speeds, separated by commas. */
export const speeds = Flags.custom<number[]>({
  parse: text => {
    const list = text.split(',').map(part => part.trim());
    return list.every(part => /^\d{1,7}$/.test(part))
      ? Promise.resolve(list.map(Number))
      : Promise.reject(new CLIError(`expected speeds, such as 9600,19200, but received: ${text}`));
  },
});

/** Words, separated by commas, each one of `choices` where there are some. */
export const wordList = <Word extends string>(choices?: readonly Word[]) =>
  Flags.custom<Word[]>({
    parse: text => {
      const list = text.split(',').map(part => part.trim()) as Word[];
      const wrong = choices && list.find(word => !choices.includes(word));
      return wrong === undefined
        ? Promise.resolve(list)
        : Promise.reject(new CLIError(`expected ${choices!.join(', ')}, but received: ${wrong}`));
    },
  });
