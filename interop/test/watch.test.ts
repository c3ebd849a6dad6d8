import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PATIENCE, soon } from '../support/patience.ts';
import { BAUD } from '../support/peers.ts';
import { Rig } from '../support/rig.ts';
import { makeFolder, removeFolder } from '../support/run-folder.ts';
import { type TerminalOptions, TmuxTerminal } from '../support/tmux.ts';
import { describeWith } from './describe-with.ts';

const program = join(dirname(createRequire(import.meta.url).resolve('@bus/cli/package.json')), 'bin/bus.js');

/** Without what differs from run to run: ages, and how much was read so far. */
const steady = (line: string): string =>
  line
    .replace(/ +▄+/, ' ▄')
    .replace(/ +\d+(\.\d+)? s\b/, ' _ s')
    .replace(/(\d+ of )?\d+(?= answered)/, '_')
    .replace(/p50 .*/, 'p50 _');

describeWith(
  ['tmux', 'socat', 'libmodbus'],
  'bus watch in a terminal, with a server made of libmodbus',
  () => {
    let rig: Rig;
    let folder: string;
    let terminal: TmuxTerminal | undefined;

    beforeEach(async () => {
      rig = await Rig.open('libmodbus');
      folder = makeFolder('watch');
    });
    afterEach(async () => {
      await terminal?.dispose();
      terminal = undefined;
      await rig.dispose();
      removeFolder(folder);
    });

    async function bus(words: string, options?: TerminalOptions): Promise<TmuxTerminal> {
      const port = ['--port', rig.cable.ours, '--baud', String(BAUD), '--timeout', String(PATIENCE)];
      terminal = await TmuxTerminal.run([process.execPath, program, ...words.split(' '), ...port], options);
      return terminal;
    }
    const sees = (what: string | RegExp) =>
      vi.waitFor(async () => expect(await terminal?.text()).toMatch(what), soon);
    /** A line by its number, from the end where that is negative. */
    const seesIn = (line: number, what: RegExp | string) =>
      vi.waitFor(async () => expect((await terminal?.lines())?.at(line)).toMatch(what), soon);
    const isIn = (modes: { alternate: boolean; cursor: boolean }) =>
      vi.waitFor(async () => expect(await terminal?.modes()).toEqual(modes), soon);
    const config = (text: string): string => {
      const path = join(folder, 'poll.yaml');
      writeFileSync(path, text);
      return path;
    };

    it('shows points of every table with value, unit, trend, age and errors', async () => {
      const path = config(
        [
          'devices:',
          '  oven:',
          '    unit: 1',
          '    points:',
          '      temperature: { address: 289, decimals: 1, symbol: °C }',
          '      level: { table: input, address: 0, type: int16, decimals: 2 }',
          '      heater: { table: coil, address: 0 }',
          '      absent: { address: 9999 }',
          'poll:',
          // One round: a machine that is busy leaves out some of those that follow, and the screen says so.
          '  - { every: 600000, points: ["*"] }',
        ].join('\n'),
      );
      const shown = await bus(`watch --config ${path}`, { columns: 90, rows: 10 });
      await sees(/absent.*exception 2/);
      await sees(/p50/);
      await shown.press('p');
      await sees('PAUSED');
      const expected = [
        expect.stringMatching(/^ bus watch {2}PAUSED {2}4 points {2}\S+\/poll\.yaml {2}\S/),
        'point               value  unit  trend                             age  errors',
        'oven.temperature    896.6  °C ▄ _ s',
        'oven.level        -255.36 ▄ _ s',
        'oven.heater            on ▄ _ s',
        expect.stringMatching(/^oven\.absent +- +- {2}\d+ exception 2$/),
        '',
        '',
        'unit 1: _ answered, p50 _',
        'q quit   ↑↓ PgUp PgDn scroll   p pause   r reset   t trace   / filter',
      ];
      await vi.waitFor(async () => expect((await shown.lines()).map(steady)).toEqual(expected), soon);
    });

    it('scrolls, filters, shows frames, and fits itself to the terminal', async () => {
      const addresses = Array.from({ length: 40 }, (_, index) => `--reg ${index}`).join(' ');
      const shown = await bus(`watch --slave 1 ${addresses} --every 100`, { columns: 80, rows: 12 });
      await sees(/unit1\.holding0 +7 /);
      await sees('40 points, 1 to 8 shown');
      await shown.press('NPage', 'Down');
      await sees('10 to 17 shown');
      await seesIn(2, /^unit1\.holding9 +286 /);
      await shown.press('End');
      await sees('33 to 40 shown');
      await shown.press('/');
      await shown.press('-l', 'ing3');
      await sees('filter: ing3');
      await shown.press('Enter');
      await sees("11 of 40 points like 'ing3'");
      await shown.press('t');
      await sees(/→ {2}01 03 00 00 00 28/);
      await shown.press('t', 'Escape');
      await shown.resize(60, 30);
      await sees('1 to 26 shown');
      await seesIn(27, /^unit1\.holding25 +782 /);
      await shown.resize(30, 6);
      await sees(/^ bus watch/);
      await seesIn(-1, /^q quit .*…$/);
    });

    it('says that the line is lost, keeps the old values, and goes on when it is back', async () => {
      const shown = await bus('watch --slave 1 --reg 289 --every 100', { columns: 120 });
      await sees(/holding289 +8966 /);
      await rig.killServer();
      await rig.cable.unplug();
      await sees(/^line .*is lost/m);
      await sees(/holding289 +8966 .* disconnected|open-failed/);
      await rig.cable.plugIn(() => rig.startServer());
      await sees(/holding289 +8966 .* \d\.\d s {2}\d+$/m);
      await vi.waitFor(async () => expect(await shown.text()).not.toContain('is lost'), soon);
    });

    const ways: [name: string, leave: (shown: TmuxTerminal) => Promise<void>, code: number, env?: string][] =
      [
        ['q', shown => shown.press('q'), 0],
        ['Ctrl-C', shown => shown.press('C-c'), 130],
        ['SIGTERM', shown => shown.signal('SIGTERM'), 143],
        ['SIGHUP', shown => shown.signal('SIGHUP'), 129],
        [
          'a crash',
          shown => shown.signal('SIGUSR2'),
          1,
          '--import=data:text/javascript,process.on(`SIGUSR2`,()=>setImmediate(()=>{throw(new(Error)(`crash`))}))',
        ],
      ];
    it.each(ways)('gives the terminal back as it was on %s', async (name, leave, code, options) => {
      const env: Record<string, string> = options === undefined ? {} : { NODE_OPTIONS: options };
      const shown = await bus('watch --slave 1 --reg 289 --every 100', { env, rows: 40 });
      await sees(/holding289 +8966 /);
      await isIn({ alternate: true, cursor: false });
      expect(await shown.text()).not.toContain('before the program');
      await leave(shown);
      await sees(`exit code ${code}`);
      await isIn({ alternate: false, cursor: true });
      await sees(/^icanon$/m);
      await seesIn(0, /^before the program$/);
      if (name === 'a crash') expect(await shown.text()).toContain('Error: crash');
      else if (name !== 'SIGHUP') expect(await shown.text()).toMatch(/^unit1\.holding289 +\d+ +0 +8966$/m);
    });

    it('comes back from Ctrl-Z where there is no shell to go to', async () => {
      const shown = await bus('watch --slave 1 --reg 289 --every 100');
      await sees(/holding289 +8966 /);
      await shown.press('C-z', 'p');
      await sees('PAUSED');
      await isIn({ alternate: true, cursor: false });
    });

    it('has the table of bus poll drawn in place, and statistics after Ctrl-C', async () => {
      const shown = await bus('poll --slave 1 --reg 289 --reg 290 --every 100');
      await sees(/unit1\.holding289 +8966 .* ([5-9]|\d{2,}) +0/);
      expect((await shown.text()).match(/unit1\.holding289/g)).toHaveLength(1);
      await shown.press('C-c');
      await sees('exit code 130');
      await sees(/^\d+ rounds in \d+\.\d s(, \d+ left out)?$/m);
      await sees(/^1 +\d+ +\d+ +0 +0 +0 +0 /m);
      expect((await shown.text()).match(/^unit1\.holding289 .*$/gm)).toEqual([
        expect.stringMatching(/^unit1\.holding289 +\d+ +0 +8966$/),
      ]);
    });
  },
);
