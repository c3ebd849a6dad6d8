// Started afresh by cold-suite.ts for every sample: imports the codec, takes one result, and prints how long that took.
// Nothing else is imported before, or it would be warm.
const before = performance.now();
const result = await firstResult(process.argv[2] ?? '');
console.log(JSON.stringify({ milliseconds: performance.now() - before, result }));

async function firstResult(what: string): Promise<number> {
  const js = what.endsWith('js') ? await import('@bus/codec/js') : undefined;
  // A scanner of either kind needs `compileRules`, which only the main entry has.
  const codec = js && what.startsWith('crc16') ? undefined : await import('@bus/codec');
  if (what.startsWith('crc16')) return (js ?? codec!).crc16(Uint8Array.from({ length: 256 }, (_, i) => i));
  const { compileRules } = codec!;
  const rules = compileRules({
    addressMax: 247,
    lengthMax: 256,
    requests: new Map([[3, { fixed: 8 }]]),
    responses: new Map([[3, { fixed: 5, countAt: 2, countMin: 2, countMax: 250, countStep: 2 }]]),
  });
  const scanner = (js ?? codec!).createScanner();
  scanner.write(Uint8Array.of(0x01, 0x03, 0x02, 0x00, 0x05, 0x78, 0x47));
  scanner.scan(rules, false);
  return scanner.records[2]!;
}
