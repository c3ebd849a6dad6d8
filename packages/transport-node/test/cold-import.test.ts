import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../dist/index.js', import.meta.url));

/** Node's own modules that a fresh process has loaded after a statement. */
function loadedAfter(statement: string): string[] {
  const program = `import * as bus from ${JSON.stringify(entry)};\n${statement}\nconsole.log(process.moduleLoadList.join());`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split(',').map(name => name.replace('NativeModule ', ''));
}

it('loads TLS, datagrams and look-ups of names with the first port that needs them', () => {
  const asked =
    "await bus.transportFor('udp://127.0.0.1:5020').open({ data() {}, closed() {} }).then(() => 0);";
  const before = loadedAfter("bus.transportFor('tcp://127.0.0.1:502');");
  expect(before).toContain('net');
  for (const name of ['tls', 'dgram', 'dns/promises', 'child_process', 'http'])
    expect(before).not.toContain(name);
  const after = loadedAfter(`${asked}\nsetTimeout(process.exit, 0);`);
  expect(after).toContain('dgram');
  expect(after).not.toContain('tls');
});
