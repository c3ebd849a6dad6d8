import { describe, expect, it } from 'vitest';
import type { MapPoint } from '../device-map/device-map.js';
import type { PollSample } from '../services/poll/poll-event.js';
import { palette } from './palette.js';
import { PointBoard } from './point-board.js';
import { textWidth } from './text-width.js';
import { initialState } from './watch-state.js';
import { ageText, pageOf, type WatchPicture, watchView } from './watch-view.js';

const NOW = Date.UTC(2026, 0, 1, 12);
const plain = palette(false);

const point = (name: string, more: Partial<MapPoint> = {}) => ({
  point: {
    name,
    device: 'oven',
    unit: 1,
    table: 'holding',
    address: 1,
    size: 1,
    writable: false,
    ...more,
  } as MapPoint,
  line: 'x',
  every: 100,
});

/** Points `oven.p0` and so on, of which some have been read. */
function scene(count: number, samples: Partial<PollSample>[] = [], first: Partial<MapPoint> = {}) {
  const points = Array.from({ length: count }, (_, index) =>
    point(`oven.p${index}`, index === 0 ? first : {}),
  );
  const board = new PointBoard({ points });
  for (const sample of samples) {
    const time = new Date(NOW - 400).toISOString();
    board.take({ event: 'sample', time, line: 'x', unit: 1, point: 'oven.p0', ...sample });
  }
  const picture: WatchPicture = {
    subject: 'plant.yaml',
    simulated: false,
    board,
    units: [],
    state: initialState(),
    trace: [],
  };
  const view = (columns = 80, rows = 10, colours = plain) =>
    watchView(picture, { columns, rows }, NOW, colours);
  return { picture, board, view };
}

describe('the picture of bus watch', () => {
  it('shows value, unit, trend, age and errors of each point', () => {
    const spec = { type: 'uint16', decimals: 1 } as const;
    const samples = [{ value: 95 }, { value: 96 }, { value: 97 }];
    const { view } = scene(2, samples, { spec, symbol: '°C' });
    expect(view().map(line => line.trimEnd())).toEqual([
      ' bus watch  2 points  plant.yaml',
      'point      value  unit  trend                            age  errors',
      'oven.p0     97.0  °C                            ▁▅█    0.4 s',
      'oven.p1        -                                           -',
      '',
      '',
      '',
      '',
      '',
      'q quit   ↑↓ PgUp PgDn scroll   p pause   r reset   t trace   / filter',
    ]);
  });

  it('shows a value that is not from the latest reading as such', () => {
    const error = { code: 'no-reply', message: 'no answer' };
    const { view } = scene(1, [{ value: 5 }, { error }, { error }]);
    const [, , row] = view(80, 10, palette(true));
    expect(row).toContain('\u001b[2m      5\u001b[22m');
    expect(row).toContain('\u001b[31m2 no-reply\u001b[39m');
    expect(scene(1, [{ value: 5 }]).view(80, 10, palette(true))[2]).toContain('\u001b[1m      5\u001b[22m');
  });

  it('is as high as the screen, and no line of it is wider', () => {
    const text = 'a text that is much too long \u001b[2J for a small screen 温度';
    for (const [columns, rows] of [
      [20, 5],
      [40, 8],
      [80, 24],
      [200, 60],
    ] as const) {
      const { view, picture } = scene(30, [{ value: text }, { error: { code: 'no-reply', message: text } }]);
      picture.state.trace = true;
      picture.board.take({ event: 'line', time: '', line: 'x', port: 'x', state: 'lost', reason: text });
      const lines = view(columns, rows);
      expect(lines).toHaveLength(rows);
      expect(lines.join('')).not.toContain('\u001b');
      if (columns >= 80) for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('scrolls, says which points it shows, and shows no less when there are fewer', () => {
    const { view, picture } = scene(20);
    picture.state.top = 10;
    expect(view()[0]).toContain('20 points, 11 to 16 shown');
    expect(view()[2]).toContain('oven.p10');
    picture.state.top = 19;
    expect(view()[2]).toContain('oven.p14');
    picture.state.filter = 'P1';
    expect(view()[0]).toContain("11 of 20 points like 'P1'");
  });

  it('shows frames below the points, and the filter while it is typed', () => {
    const { view, picture } = scene(2);
    picture.state.trace = true;
    picture.state.typed = 'fl';
    const lines = watchView(
      { ...picture, trace: ['one', 'two', 'three'] },
      { columns: 40, rows: 12 },
      NOW,
      plain,
    );
    expect(pageOf({ columns: 40, rows: 12 }, picture.state)).toBe(4);
    expect(lines.slice(6, 10)).toEqual([`── frames ${'─'.repeat(29)}`, 'one', 'two', 'three']);
    expect(lines.at(-1)).toBe('filter: fl▏');
    expect(view().at(-1)).toBe('filter: fl▏');
  });

  it('says that it is paused, simulated, late, and which line is away', () => {
    const { picture, board } = scene(1);
    picture.state.paused = true;
    board.take({ event: 'skipped', time: '', line: 'x', device: 'oven', unit: 1, every: 100, rounds: 3 });
    board.take({
      event: 'line',
      time: '',
      line: 'north',
      port: '/dev/ttyS1',
      state: 'lost',
      reason: 'unplugged',
    });
    const lines = watchView({ ...picture, simulated: true }, { columns: 100, rows: 8 }, NOW, plain);
    expect(lines[0]?.trim()).toBe('bus watch  PAUSED  SIMULATED  1 point  3 rounds left out  plant.yaml');
    expect(lines[6]).toBe('line north is lost  unplugged');
  });

  it('says how units answer', () => {
    const { picture } = scene(1);
    const counts = { timeouts: 0, checksumErrors: 0, exceptions: 0, late: 0, notAsked: 0 };
    const latency = { p50: 4.1, p90: 5, p99: 9.3, max: 10 };
    const units = [{ line: 'x', unit: 1, sent: 9, answered: 8, latency, ...counts }];
    const lines = watchView({ ...picture, units }, { columns: 80, rows: 6 }, NOW, plain);
    expect(lines[4]).toBe('unit 1: 8 of 9 answered, p50 4.1 ms, p99 9.3 ms');
  });

  it.each([
    [-5, '0.0 s'],
    [400, '0.4 s'],
    [9940, '9.9 s'],
    [9960, '10 s'],
    [99_000, '99 s'],
    [100_000, '2 min'],
    [5_970_000, '2 h'],
  ])('says of %i ms that it is %s', (milliseconds, text) => {
    expect(ageText(milliseconds)).toBe(text);
  });
});
