/**
 * The 49 failures that recur in the field, F1 to F49, each have a test whose title begins with its number:
 *
 *     F1 F2 F3 F18 F19 F40 F48           late-answers.test.ts
 *     F4 F5 F6 F20 F21 F32 F34 F35 F44 F45   frames.test.ts
 *     F7 F9 F10 F11 F12 F13 F16 F17 F43  callers.test.ts; F13 on a pseudo-terminal: transport-node/test/serial-transport.test.ts
 *     F8 F14 F15 F36 F37 F49             tcp.test.ts; the transport's part: transport-node/test/tcp-transport.test.ts
 *     F29 F30 F31 F39 F42                wire.test.ts
 *     F33                                ../matrix.test.ts
 *     F38                                ../client-fuzz.test.ts, and the codec's own tests
 *     F46 F47                            packaging.test.ts; scripts/check-consumers.mjs and check-browser.mjs prove it on the packed result
 *     F22 to F28                         src/values
 *     F41                                src/address
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

function testFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    return /\.test\.[cm]?[jt]s$/.test(entry.name) ? [path] : [];
  });
}

/** The files in which a title begins with each number. */
function titled(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const files = ['packages', 'apps', 'interop'].flatMap(folder => testFiles(join(root, folder)));
  for (const file of files) {
    const titles = readFileSync(file, 'utf8').matchAll(/['"`](F\d{1,2}): /g);
    for (const [, number] of titles) found.set(number!, (found.get(number!) ?? new Set()).add(file));
  }
  return found;
}

describe('the recurring failures', () => {
  it('each have a test, and no two files have the same', () => {
    const found = titled();
    const all = Array.from({ length: 49 }, (_, index) => `F${index + 1}`);
    expect(all.filter(number => found.get(number) === undefined)).toEqual([]);
    for (const [number, files] of found) expect([number, [...files]]).toEqual([number, [expect.any(String)]]);
    expect([...found.keys()].filter(number => !all.includes(number))).toEqual([]);
  });
});
