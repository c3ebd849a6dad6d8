import { type Command, chosenLine, operands } from './command.js';
import { likelyLines } from './likely-line.js';

/** Sends a raw command and shows what was heard. */
export const send: Command = async workplace => {
  const { bus, asked, print, signal } = workplace;
  const [text] = operands(asked, "a command such as '$022'");
  const { protocol, checksum } = asked;
  const line = await chosenLine(workplace, lines => likelyLines(lines, text!, protocol));
  const params = { line, text: text!, ...(protocol && { protocol }), ...(checksum && { checksum }) };
  const answer = await bus.call('line.send', params, { signal });
  const heard = answer.text ?? answer.heard ?? '(nobody answers this)';
  print(answer, [heard, `  ${answer.meaning}, ${answer.elapsed.toFixed(1)} ms`]);
  return 0;
};
