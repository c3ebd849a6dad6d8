/** Finds the fenced code blocks of a Markdown text, and the commands in those that show a terminal. */

/**
 * @param {string} text
 * @returns {{ language: string, run: boolean, line: number, lines: string[] }[]} `line` is that of the first line inside.
 */
export function codeBlocks(text) {
  const blocks = [];
  let open;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const fence = /^(\s*)(`{3,})\s*(.*)$/.exec(line);
    if (!open && fence) {
      const [language = '', ...flags] = fence[3].split(/\s+/);
      open = { indent: fence[1].length, fence: fence[2] };
      blocks.push({ language, run: !flags.includes('no-run'), line: index + 2, lines: [] });
    } else if (open && fence && fence[3] === '' && fence[2].length >= open.fence.length) {
      open = undefined;
    } else if (open) {
      blocks.at(-1).lines.push(line.slice(Math.min(open.indent, line.search(/\S|$/))));
    }
  }
  if (open) throw new Error('a code block is not closed');
  return blocks;
}

/**
 * The commands of a terminal block: lines after `$ `, continued after a backslash, and what each is to print.
 *
 * @returns {{ command: string, line: number, output: string[] }[]}
 */
export function terminalCommands({ lines, line: first }) {
  const commands = [];
  let continued = false;
  for (const [index, line] of lines.entries()) {
    const last = commands.at(-1);
    if (continued) last.command += ` ${line.trim().replace(/\\$/, '')}`;
    else if (line.startsWith('$ '))
      commands.push({ command: line.slice(2).replace(/\s*\\$/, ''), line: first + index, output: [] });
    else last?.output.push(line);
    continued = /\\$/.test(line) && (continued || line.startsWith('$ '));
  }
  return commands;
}

/** Splits a command into words at spaces, minding quotes. Undefined when it needs a real shell. */
export function words(command) {
  const found = command.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  if (found.some(word => /[|&;<>`$*(]/.test(word.replace(/'[^']*'|"[^"$`]*"/g, '')))) return undefined;
  return found.map(word => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double));
}
