import { expect, test } from 'vitest';
import { frameText } from './frame-text.js';

test('frames of text are shown as text, without their end', () => {
  expect(frameText('24 30 32 32 0D')).toBe('$022');
  expect(frameText('3A 30 31 0D 0A')).toBe(':01');
});

test.each(['01 03 01 21 00 01 D5 FC', '24 30 32 32', '24 80 0D', '0D', '', '7F 0D'])(
  '“%s” is no text',
  hex => {
    expect(frameText(hex)).toBeUndefined();
  },
);
