import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDocument, statedOutput, withoutSerialSettings } from './check-snippets.mjs';
import { codeBlocks, terminalCommands, words } from './lib/markdown.mjs';
import { matches } from './lib/matches.mjs';
import { withFolder } from './lib/temporary.mjs';

const url = 'rtu+tcp://127.0.0.1:1';
const fence = (info, ...lines) => [`\`\`\`${info}`, ...lines, '```', ''].join('\n');

/** A `bus` that prints what it was told, to both streams. */
const fakeBus = `console.error('told:'); console.log(process.argv.slice(2).join(' ')); console.error('port', process.env.BUS_PORT);
process.exit(process.argv.includes('fail') ? 3 : 0);`;

async function problemsOf(text) {
  return await withFolder(async folder => {
    writeFileSync(join(folder, 'bus.mjs'), fakeBus);
    return (await checkDocument('a.md', text, { url, bus: join(folder, 'bus.mjs') })).problems;
  });
}

describe('snippets of programs', () => {
  it('pass when they print what their comments state', async () => {
    const text = fence('ts', 'const value: number = 77.2;', 'console.log(', '  value,', '); // 77.2');
    await expect(problemsOf(text)).resolves.toEqual([]);
  });

  it('fail at their line when they print something else, more or less', async () => {
    const wrong = await problemsOf(`# Title\n\n${fence('js', 'console.log(77.3); // 77.2')}`);
    expect(wrong).toEqual(['a.md:4: expected\n    77.2\n  got\n    77.3']);
    const more = fence('js', 'for (const x of [1, 2]) console.log(x); // 1');
    await expect(problemsOf(more)).resolves.toHaveLength(1);
    await expect(problemsOf(fence('js', 'if (!globalThis) console.log(1); // 1'))).resolves.toHaveLength(1);
  });

  it('fail when they throw, unless they are not to be run', async () => {
    await expect(problemsOf(fence('js', "throw new Error('no');"))).resolves.toHaveLength(1);
    await expect(problemsOf(fence('js no-run', "throw new Error('no');"))).resolves.toEqual([]);
  });

  it('may print more between what is stated when something has no comment', async () => {
    const lines = ["console.log('other');", 'console.log(1); // 1'];
    await expect(problemsOf(fence('js', ...lines))).resolves.toEqual([]);
    expect(statedOutput(lines.join('\n'))).toEqual({ stated: ['1'], complete: false });
  });

  it('find the simulated instrument behind the port', async () => {
    const text = fence('js', "console.log('/dev/ttyUSB1'.startsWith('rtu+tcp://')); // true");
    await expect(problemsOf(text)).resolves.toEqual([]);
  });
});

describe('settings of a serial port', () => {
  it('are left out, since the simulated instrument has none', () => {
    const options = "connect(port, { baudRate: 9600, timeout: 500, parity: 'even' })";
    expect(withoutSerialSettings(options)).toBe('connect(port, { timeout: 500,  })');
    const command = 'bus read --port x --baud 9600 --parity=even --rtscts --reg 1';
    expect(withoutSerialSettings(command)).toBe('bus read --port x --reg 1');
  });
});

describe('snippets of a terminal', () => {
  it('pass when stdout and stderr show what is written', async () => {
    const text = fence(
      'console',
      '$ npm test',
      'not run',
      '$ bus read --port /dev/ttyUSB1 \\',
      "    --label 'a  b'",
    );
    await expect(
      problemsOf(text.replace(/```\n$/, 'told:\nread --port /dev/ttyUSB1 --label a  b\n…\n```\n')),
    ).resolves.toEqual([]);
  });

  it('fail when a line differs, is missing or is too many', async () => {
    const told = output => problemsOf(fence('console', '$ npx bus read', ...output));
    await expect(told(['told:', 'read', 'port undefined'])).resolves.toEqual([]);
    await expect(told(['told:', 'write', 'port undefined'])).resolves.toHaveLength(1);
    await expect(told(['told:', 'read'])).resolves.toHaveLength(1);
    await expect(told(['told:', 'read', 'port undefined', 'more'])).resolves.toHaveLength(1);
  });

  it('know the exit code and the environment', async () => {
    const lines = [
      '$ export BUS_PORT=/dev/ttyUSB1',
      '$ bus fail',
      '…',
      'port /dev/ttyUSB1',
      '$ echo $?',
      '3',
    ];
    await expect(problemsOf(fence('console', ...lines))).resolves.toEqual([]);
    await expect(problemsOf(fence('console', '$ BUS_PORT=x bus ok', '…', 'port x'))).resolves.toEqual([]);
    await expect(problemsOf(fence('console', '$ bus ok', '…', '$ echo $?', '3'))).resolves.toHaveLength(1);
  });

  it('fail when they need a shell', async () => {
    await expect(problemsOf(fence('console', '$ bus read | sort'))).resolves.toHaveLength(1);
  });
});

describe('reading the documents', () => {
  it('finds blocks with their line, also in lists and with longer fences', () => {
    const text = ['- item', '  ```ts no-run', '    a', '  ```', '````md', '```ts', '```', '````'].join('\n');
    expect(codeBlocks(text)).toEqual([
      { language: 'ts', run: false, line: 3, lines: ['  a'] },
      { language: 'md', run: true, line: 6, lines: ['```ts', '```'] },
    ]);
    expect(() => codeBlocks('```ts')).toThrow('not closed');
  });

  it('splits commands and their words', () => {
    expect(terminalCommands({ line: 5, lines: ['$ a \\', '  b', 'out', '', '$ c'] })).toEqual([
      { command: 'a b', line: 5, output: ['out', ''] },
      { command: 'c', line: 9, output: [] },
    ]);
    expect(words(`a 'b c' --x="d $"`)).toBeUndefined();
    expect(words(`a 'b | c' --x="d e"`)).toEqual(['a', 'b | c', '--x=d e']);
  });

  it('takes … for any part of a line, and alone for any lines', () => {
    expect(matches(['took … ms', '…', 'end'], ['took 1.5 ms', 'a', 'b', 'end'])).toBe(true);
    expect(matches(['…'], [])).toBe(true);
    expect(matches(['a.c'], ['abc'])).toBe(false);
    expect(matches(['…', 'end'], ['end', 'more'])).toBe(false);
  });
});
