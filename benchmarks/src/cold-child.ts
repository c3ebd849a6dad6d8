// Started afresh by cold-suite.ts for every sample: imports the codec, takes one result, and prints how long that took.
// Nothing else is imported before, or it would be warm.
const what = process.argv[2] ?? '';
// The JavaScript scanner is what a program gets where WebAssembly is forbidden: the same imports, another choice.
if (what === 'scan-js') Reflect.deleteProperty(globalThis, 'WebAssembly');
const before = performance.now();
const result = what.startsWith('crc16') ? await firstChecksum() : await firstFrame();
console.log(JSON.stringify({ milliseconds: performance.now() - before, result }));

async function firstChecksum(): Promise<number> {
  const { crc16 } = await (what === 'crc16-js' ? import('@bus/codec/js') : import('@bus/codec'));
  return crc16(Uint8Array.from({ length: 256 }, (_, i) => i));
}

/** The length of the frame found. */
async function firstFrame(): Promise<number> {
  const { compileRules, createScanner } = await import('@bus/codec');
  const rules = compileRules({
    addressMax: 247,
    lengthMax: 256,
    requests: new Map([[3, { fixed: 8 }]]),
    responses: new Map([[3, { fixed: 5, countAt: 2, countMin: 2, countMax: 250, countStep: 2 }]]),
  });
  const scanner = createScanner();
  scanner.write(Uint8Array.of(0x01, 0x03, 0x02, 0x00, 0x05, 0x78, 0x47));
  scanner.scan(rules, false);
  return scanner.records[2]!;
}
