import { type Command, chosenLine, operands } from './command.js';

/** Sends a raw command and shows what was heard. */
export const send: Command = async workplace => {
  const { bus, asked, print, signal } = workplace;
  const [text] = operands(asked, "a command such as '$022'");
  const line = await chosenLine(workplace);
  const { protocol, checksum } = asked;
  const params = { line, text: text!, ...(protocol && { protocol }), ...(checksum && { checksum }) };
  const answer = await bus.call('line.send', params, { signal });
  const heard = answer.text ?? answer.heard ?? '(nobody answers this)';
  print(answer, [heard, `  ${answer.meaning}, ${answer.elapsed.toFixed(1)} ms`]);
  return 0;
};
