import { describe, expect, it } from 'vitest';
import { runBus } from './run-bus.js';

describe('bus decode and bus explain, as a user runs them', () => {
  it('take bytes in the order in which they are written, equal ones too', async () => {
    const ran = await runBus(['decode', '01', '03', '01', '21', '00', '01', 'D5', 'FC', '--json']);
    expect(ran.code, ran.stderr).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      sound: true,
      parts: [{ bytes: '01 03 01 21 00 01 D5 FC', meaning: 'unit 1, read holding registers 289, 1' }],
    });
    const explained = await runBus(['explain', '00', '01', '00', '00']);
    expect(explained.stdout).toContain('00 01 00 00  (1 0)');
  });

  it('take what is piped in', async () => {
    const explained = await runBus(['explain'], { stdin: '41 AE 56 52\n' });
    expect(explained.stdout).toMatch(/float32 +ABCD +21\.792149/);
    const decoded = await runBus(['decode'], { stdin: '$022\n' });
    expect(decoded.stdout).toContain('dcon request: module 02, read configuration');
  });

  it('say what is missing, and on one line', async () => {
    const { code, stderr } = await runBus(['completion']);
    expect(code).toBe(2);
    expect(stderr).toContain('bus: missing: shell, one of bash, zsh, fish, ports\n');
    expect((await runBus(['monitr'])).stderr).toContain('Did you mean bus monitor?');
  });

  it('end with 6 when something is no sound frame', async () => {
    const ran = await runBus(['decode', '010301210001FCD5']);
    expect(ran.code).toBe(6);
    expect(ran.stdout).toContain('guess: the two bytes of the CRC are swapped');
    expect(ran.stdout).not.toContain('\u001b[');
  });

  it('are coloured where that is wanted', async () => {
    const ran = await runBus(['decode', '010301210001D5FC'], { env: { FORCE_COLOR: '1' } });
    expect(ran.stdout).toContain('\u001b[1mrtu request');
  });
});

describe('bus monitor, as a user runs it', () => {
  it('reads a recording and sums up', async () => {
    const file = new URL('captures/mixed.txt', import.meta.url).pathname;
    const text = await runBus(['monitor', '--capture', file]);
    expect(text.code, text.stderr).toBe(0);
    expect(text.stdout).toContain('22 frames of 172 bytes in 5.2 s, 21 bytes of noise in 4 pieces');
    const json = await runBus(['monitor', '--capture', file, '--json']);
    const events = json.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { event: string });
    expect(events.at(-1)?.event).toBe('summary');
  });

  it('says what is wrong with a recording', async () => {
    const ran = await runBus(['monitor', '--capture', '/nowhere/line.pcap']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('/nowhere/line.pcap cannot be read');
  });
});
