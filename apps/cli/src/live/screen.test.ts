import { describe, expect, it } from 'vitest';
import { Screen } from './screen.js';

function scene() {
  const terminal = {
    columns: 10,
    rows: 3,
    written: [] as string[],
    write: (text: string) => terminal.written.push(text),
  };
  return { terminal, screen: new Screen(terminal), taken: () => terminal.written.splice(0).join('') };
}

describe('the screen', () => {
  it('writes only the lines that have changed', () => {
    const { screen, taken } = scene();
    screen.enter();
    expect(taken()).toContain('\u001b[?1049h');
    screen.draw(['a', 'b']);
    expect(taken()).toBe('\u001b[2J\u001b[1;1H\u001b[2Ka\u001b[0m\u001b[2;1H\u001b[2Kb\u001b[0m');
    screen.draw(['a', 'c']);
    expect(taken()).toBe('\u001b[2;1H\u001b[2Kc\u001b[0m');
    screen.draw(['a', 'c']);
    expect(taken()).toBe('');
    screen.draw(['a']);
    expect(taken()).toBe('\u001b[2;1H\u001b[2K\u001b[0m');
  });

  it('never writes beyond its last row', () => {
    const { screen, taken } = scene();
    screen.enter();
    screen.draw(['1', '2', '3', '4']);
    expect(taken()).not.toContain('4\u001b[0m');
  });

  it('draws everything anew when its size has changed', () => {
    const { screen, terminal, taken } = scene();
    screen.enter();
    screen.draw(['a', 'b']);
    taken();
    terminal.columns = 20;
    screen.draw(['a', 'b']);
    expect(taken()).toContain('\u001b[1;1H\u001b[2Ka');
  });

  it('gives the terminal back once, and draws nothing outside', () => {
    const { screen, taken } = scene();
    screen.draw(['a']);
    expect(taken()).toBe('');
    screen.enter();
    screen.leave();
    screen.leave();
    expect(taken().split('\u001b[?1049l')).toHaveLength(2);
    screen.draw(['a']);
    expect(taken()).toBe('');
  });
});
