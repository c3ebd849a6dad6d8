import { expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { listen } from './listen.fixture.js';
import { concat, readRequest, readResponse, rules } from './modbus-like.fixture.js';
import { WasmScanner } from './wasm/scanner.js';
import { SLOT_COUNT } from './wasm/slot-pool.js';

it('more scanners than fit into WebAssembly memory work, and each hears only its own line', () => {
  const scanners = Array.from({ length: SLOT_COUNT + 3 }, createScanner);
  expect(scanners.filter(scanner => scanner instanceof WasmScanner)).toHaveLength(SLOT_COUNT);
  const requests = scanners.map((_, i) => readRequest(1 + (i % 247), i, 1));
  scanners.forEach((scanner, i) => {
    scanner.write(requests[i]!.subarray(0, 5));
  });
  scanners.forEach((scanner, i) => {
    scanner.write(requests[i]!, 5);
  });
  const wrong = scanners.filter((scanner, i) => {
    const count = scanner.scan(rules, false);
    const offset = scanner.records[1]!;
    return count !== 1 || scanner.window.subarray(offset, offset + 8).join() !== requests[i]!.join();
  });
  expect(wrong).toEqual([]);
  for (const scanner of scanners) scanner.release();
});

it('a scanner in a place that was used before starts empty', () => {
  const first = createScanner();
  first.expect([{ head: Uint8Array.of(1, 3), length: 7 }]);
  first.write(readResponse(1, 5).subarray(0, 6));
  first.scan(rules, false);
  first.release();
  const second = createScanner();
  expect([second.start, second.end]).toEqual([0, 0]);
  const stream = concat(readResponse(1, 5).subarray(6), readRequest(2, 0, 1));
  expect(listen(second, rules, stream).frames).toMatchObject([{ at: 1 }]);
  second.release();
});
