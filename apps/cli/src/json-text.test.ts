import { describe, expect, it } from 'vitest';
import { jsonText } from './json-text.js';

describe('a result as JSON text', () => {
  it('has nothing in it that steers a terminal, and means the same', () => {
    const told = { text: '\u001b[31m \u007f \u009b31m é' };
    expect(jsonText(told)).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(jsonText(told))).toEqual(told);
  });
});
