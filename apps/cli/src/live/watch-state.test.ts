import { describe, expect, it } from 'vitest';
import { keysIn } from './keys.js';
import { initialState, pressed } from './watch-state.js';

function scene(page = 10, rows = 25) {
  const state = initialState();
  const press = (text: string) => keysIn(text).map(key => pressed(state, key, page, rows));
  return { state, press };
}

describe('the keys of bus watch', () => {
  it('scroll no further than there are rows', () => {
    const { state, press } = scene();
    press('\u001b[A');
    expect(state.top).toBe(0);
    press('\u001b[B\u001b[B');
    expect(state.top).toBe(2);
    press('\u001b[6~\u001b[6~\u001b[6~');
    expect(state.top).toBe(15);
    press('\u001b[5~');
    expect(state.top).toBe(5);
    press('\u001b[F');
    expect(state.top).toBe(15);
    press('\u001b[H');
    expect(state.top).toBe(0);
  });

  it('never scroll when everything is shown', () => {
    const { state, press } = scene(10, 3);
    press('\u001b[6~\u001b[B\u001b[F');
    expect(state.top).toBe(0);
  });

  it('quit, pause and go on, reset, and show frames', () => {
    const { state, press } = scene();
    expect(press('pprq')).toEqual(['pause', 'resume', 'reset', 'quit']);
    press('t');
    expect(state.trace).toBe(true);
    expect(press('\u0003\u001a\u000c')).toEqual(['interrupt', 'suspend', 'redraw']);
  });

  it('type a filter, in which they mean themselves', () => {
    const { state, press } = scene();
    state.top = 5;
    expect(press('/q\u007fflow')).toEqual(Array(7).fill(undefined));
    expect(state).toMatchObject({ filter: '', typed: 'flow' });
    press('\r');
    expect(state).toMatchObject({ filter: 'flow', typed: undefined, top: 0 });
    press('/\u0015x\u001b');
    expect(state).toMatchObject({ filter: 'flow', typed: undefined });
    press('\u001b');
    expect(state.filter).toBe('');
    expect(press('/\u0003').at(-1)).toBe('interrupt');
  });
});
