import type { StateEvent } from '@bus/line';
import { expect, it } from 'vitest';
import { lineNews } from './line-news.js';

it('tells of a line that is sought again once for each reason, until it is open', () => {
  const told: string[] = [];
  const take = lineNews(
    () => told.push('begins'),
    ({ state, reason }) => told.push(reason === undefined ? state : `${state}: ${reason.message}`),
  );
  const happen = (state: StateEvent['state'], reason?: string) =>
    take({ state, medium: 'x', reason: reason === undefined ? undefined : new Error(reason) });
  happen('opening');
  happen('open');
  happen('opening', 'unplugged');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    happen('opening');
    happen('opening', 'not there');
  }
  happen('opening', 'not allowed');
  happen('open');
  happen('opening', 'unplugged');
  happen('closed');
  expect(told).toEqual([
    ...['begins', 'open', 'opening: unplugged', 'opening: not there', 'opening: not allowed'],
    ...['open', 'opening: unplugged', 'closed'],
  ]);
});
