import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@bus/line';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig, parseConfig } from './config.js';

describe('finding the configuration file', () => {
  let top: string;
  let deep: string;

  beforeEach(async () => {
    top = await mkdtemp(join(tmpdir(), 'bus-config-'));
    deep = join(top, 'plant', 'boiler');
    await mkdir(deep, { recursive: true });
  });
  afterEach(() => rm(top, { recursive: true }));

  it('takes the one in the folder itself', async () => {
    await writeFile(join(top, 'bus.config.yaml'), 'port: /dev/far');
    await writeFile(join(deep, 'bus.config.yaml'), 'port: /dev/near');
    expect(await loadConfig(deep)).toEqual({ path: 'bus.config.yaml', settings: { port: '/dev/near' } });
  });

  it('goes upwards to the nearest one', async () => {
    await writeFile(join(top, 'bus.config.yaml'), 'port: /dev/far');
    expect(await loadConfig(deep)).toEqual({
      path: join('..', '..', 'bus.config.yaml'),
      settings: { port: '/dev/far' },
    });
  });

  it('finds none without complaint', async () => {
    expect(await loadConfig(deep)).toBeUndefined();
  });

  it('names the file that it cannot read', async () => {
    await mkdir(join(deep, 'bus.config.yaml'));
    await expect(loadConfig(deep)).rejects.toThrow(/^bus\.config\.yaml cannot be read: /);
  });
});

describe('reading the configuration file', () => {
  it('knows every key', async () => {
    const source = `
port: /dev/ttyUSB1
baud: 9600
parity: even
dataBits: 8
stopBits: 1
rtscts: false
timeout: 500
retries: 2
echo: auto
`;
    expect(await parseConfig(source, 'c')).toEqual({
      port: '/dev/ttyUSB1',
      baud: 9600,
      parity: 'even',
      dataBits: 8,
      stopBits: 1,
      rtscts: false,
      timeout: 500,
      retries: 2,
      echo: 'auto',
    });
    expect(await parseConfig('line: 9600-8E1', 'c')).toEqual({ line: '9600-8E1' });
  });

  it('takes an empty file, and one of comments', async () => {
    expect(await parseConfig('', 'c')).toEqual({});
    expect(await parseConfig('# nothing\n', 'c')).toEqual({});
  });

  it.each([
    ['echo: off', 'off'],
    ['echo: on', 'on'],
    ['echo: false', 'off'],
    ['echo: true', 'on'],
  ])('reads %s as %s', async (source, echo) => {
    expect(await parseConfig(source, 'c')).toEqual({ echo });
  });

  it.each([
    ['an unknown key', 'port: x\n\nbitrate: 9600', /^c:3:1: the configuration has no key 'bitrate'$/],
    ['a text for a number', '# first\nbaud: fast', /^c:2:7: baud must be a whole number, not "fast"$/],
    ['a quoted number', 'baud: "9600"', /^c:1:7: baud must be a whole number, not "9600"$/],
    ['a fraction', 'retries: 1.5', /^c:1:10: retries must be a whole number, not 1.5$/],
    ['a negative number', 'timeout: -1', /^c:1:10: timeout must be a whole number, not -1$/],
    ['a number for a text', 'port: 5', /^c:1:7: port must be a text, not 5$/],
    ['a key without a value', 'port:', /^c:1:6: port must be a text, not null$/],
    ['an unknown parity', 'parity: mark', /^c:1:9: parity must be none, even or odd, not "mark"$/],
    ['a text for yes or no', 'rtscts: maybe', /^c:1:9: rtscts must be true or false, not "maybe"$/],
    ['a list', '- port', /^c:1:1: the file must consist of lines like `port: …`, not a list$/],
    ['a key that comes twice', 'baud: 1\nbaud: 2', /^c:2:1: Map keys must be unique/],
    ['broken YAML', 'port: sim:', /^c:1:7: /],
  ])('refuses %s and says where', async (_, source, message) => {
    const error = await parseConfig(source, 'c').catch(thrown => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(message);
  });

  it('suggests the right spelling', async () => {
    await expect(parseConfig('data-bits: 8', 'c')).rejects.toMatchObject({ hint: 'It is spelt dataBits.' });
    await expect(parseConfig('bitrate: 8', 'c')).rejects.toMatchObject({
      hint: expect.stringMatching(/^The keys are port, baud, /),
    });
  });

  it('says how to write the name of the simulated line', async () => {
    await expect(parseConfig('line:\n\tx: 1', 'c')).rejects.toMatchObject({ hint: 'Indent with blanks.' });
    await expect(parseConfig('port: *', 'c')).rejects.toMatchObject({
      hint: expect.stringContaining('["*"]'),
    });
    await expect(parseConfig('port: sim:', 'c')).rejects.toMatchObject({
      hint: expect.stringContaining('"sim:"'),
    });
    expect(await parseConfig('port: "sim:"', 'c')).toEqual({ port: 'sim:' });
  });
});
