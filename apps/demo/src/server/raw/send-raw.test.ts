import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hubScene } from '../hub.fixture.js';

let scene: ReturnType<typeof hubScene>;
beforeEach(() => {
  scene = hubScene();
});
afterEach(() => scene.close());

const send = (line: string, text: string, more: object = {}) =>
  scene.call('line.send', { line, text, ...more });

describe('what is typed for a DCON module', () => {
  it('is sent with a carriage return, and its answer comes back whole, as text and explained', async () => {
    expect(await send('rs485', '$022')).toEqual({
      sent: '24 30 32 32 0D',
      heard: '21 30 32 34 30 30 36 30 30 0D',
      text: '!02400600',
      meaning: expect.stringMatching(/^read configuration: .*type 64/),
      elapsed: expect.any(Number),
    });
  });

  it('has a checksum where the module wants one', async () => {
    expect(await send('rs485', '$0AM', { checksum: true })).toMatchObject({
      sent: '24 30 41 4D 45 32 0D',
      text: '!0A7060',
    });
    await expect(send('rs485', '$0AM', { timeout: 50 })).rejects.toMatchObject({
      code: -32004,
      data: { code: 'no-reply', name: 'TimeoutError', sent: '24 30 41 4D 0D', label: 'command $0AM' },
    });
  });

  it('may be refused, which is an answer', async () => {
    expect(await send('rs485', '#021901', { answer: 'done' })).toMatchObject({
      text: '?02',
      meaning: 'module 02, refused',
    });
  });

  it('may be for all modules, and then nobody answers', async () => {
    const sampled = await send('rs485', '#**');
    expect(sampled).toMatchObject({ sent: '23 2A 2A 0D', meaning: 'all modules, synchronized sampling' });
    expect(sampled).not.toHaveProperty('heard');
    expect(await send('rs485', '~**')).toMatchObject({ meaning: 'all modules, host OK' });
  });

  it('is refused where it is none, or where it is unclear what would answer it', async () => {
    await expect(send('rs485', '$zz2')).rejects.toMatchObject({ code: -32602, data: { name: 'UsageError' } });
    await expect(send('rs485', '#021')).rejects.toThrow('answered differently');
    expect(scene.owners[0]!.info.counters.sent).toBe(0);
  });

  it('makes what is remembered of the module forgotten when it changes its configuration', async () => {
    const before = await scene.call('dcon.read', { line: 'rs485', address: 3 });
    expect(before.analog![0]).toEqual({ value: 4.982, unit: 'V' });
    expect(await send('rs485', '%0303080601')).toMatchObject({ text: '!03' });
    const after = await scene.call('dcon.read', { line: 'rs485', address: 3 });
    expect(after.analog![0]).toEqual({ value: expect.closeTo(49.82), unit: '%' });
  });
});

describe('what is typed for a 232DRIO', () => {
  it('reads it, in both modes', async () => {
    expect(await send('cable', '!0R')).toMatchObject({
      sent: '21 30 52',
      heard: '04',
      meaning: 'relay 1 off, relay 2 off, input bit 1',
    });
    expect(await send('cable', '#0R')).toMatchObject({ sent: '23 30 52', heard: '04 FB' });
  });

  it('sets it, and nobody answers', async () => {
    const answer = await send('cable', '!0S02');
    expect(answer).toMatchObject({ sent: '21 30 53 02', meaning: 'set relay 1 off, relay 2 on' });
    expect(answer).not.toHaveProperty('heard');
    expect(await send('cable', '#0S 01')).toMatchObject({ sent: '23 30 53 01 FE' });
    expect(await scene.call('drio.read', { line: 'cable' })).toMatchObject({ relay1: true, relay2: false });
  });

  it('is refused where it is none', async () => {
    await expect(send('cable', '!0S08')).rejects.toThrow('00 to 03');
    await expect(send('cable', '!1R')).rejects.toMatchObject({
      code: -32602,
      data: { hint: expect.any(String) },
    });
  });
});

describe('what is typed for a Modbus unit', () => {
  it('gets its checksum, with or without blanks between the bytes', async () => {
    const answer = {
      sent: '01 03 01 21 00 01 D5 FC',
      heard: '01 03 02 03 04 B9 77',
      meaning: 'unit 1, 1 register: 772',
      elapsed: expect.any(Number),
    };
    expect(await send('rs485', '01 03 01 21 00 01')).toEqual(answer);
    expect(await send('rs485', '010301210001')).toEqual(answer);
  });

  it('may be a whole frame with its right checksum, in every framing', async () => {
    expect(await send('rs485', '01 03 01 21 00 01 D5 FC')).toMatchObject({ sent: '01 03 01 21 00 01 D5 FC' });
    const ascii = await send('ascii', '01 03 01 21 00 01 D9');
    expect(ascii).toMatchObject({ meaning: 'unit 1, 1 register: 772' });
    expect(ascii.sent).toBe((await send('ascii', '01 03 01 21 00 01')).sent);
    expect(await send('tcp', '00 07 00 00 00 06 01 03 01 21 00 01')).toMatchObject({
      sent: expect.stringMatching(/00 00 00 06 01 03 01 21 00 01$/),
      meaning: expect.stringContaining('unit 1, 1 register: 772'),
    });
  });

  it('is sent with the transaction number that its answer has', async () => {
    await send('tcp', '01 03 01 21 00 01');
    const { sent, heard } = await send('tcp', '01 03 01 21 00 01');
    expect(heard!.slice(0, 5)).toBe(sent.slice(0, 5));
  });

  it('is data where the checksum is wrong', async () => {
    const call = send('rs485', '01 03 01 21 00 01 D5 FD', { timeout: 50 });
    const sent = expect.stringMatching(/^01 03 01 21 00 01 D5 FD .. ..$/);
    await expect(call).rejects.toMatchObject({ code: -32004, data: { code: 'no-reply', sent } });
  });

  it('is not guessed where it makes sense with and without its last bytes', async () => {
    // Diagnostics, return query data: two bytes of data and a checksum, or four bytes of data.
    const call = send('rs485', '01 08 00 00 12 34 ED 7C');
    await expect(call).rejects.toMatchObject({
      code: -32602,
      message: 'the text can be meant in two ways',
      data: { hint: expect.stringMatching(/whole frame.*12 34.*12 34 ED 7C/) },
    });
    expect(scene.owners[0]!.info.counters.sent).toBe(0);
  });

  it('may be refused by the unit, which is an answer', async () => {
    expect(await send('rs485', '01 03 FF 00 00 01')).toMatchObject({
      heard: expect.stringMatching(/^01 83 02/),
      meaning: 'unit 1, read holding registers: exception 2 (illegal data address)',
    });
  });

  it('may have a function that nobody here knows', async () => {
    expect(await send('rs485', '01 41 00')).toMatchObject({
      sent: expect.stringMatching(/^01 41 00 /),
      meaning: expect.stringContaining('exception 1'),
    });
  });

  it('may be for all units, and then nobody answers', async () => {
    const answer = await send('rs485', '00 06 00 64 00 07');
    expect(answer).not.toHaveProperty('heard');
    expect(answer.meaning).toContain('unit 0, write single register');
    expect(scene.controller.bank.holdingRegisters.get(100)).toBe(7);
  });

  it.each([
    ['01 0', 'hexadecimal'],
    ['01', 'hexadecimal'],
    ['hello', 'hexadecimal'],
    ['F8 03 00 00 00 01', 'unit 248'],
    ['01 80', 'function code'],
    [`01 ${'41'.repeat(254)}`, '253'],
  ])('is refused where it is none: %s', async (text, reason) => {
    await expect(send('rs485', text)).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining(reason),
    });
  });

  it('takes no options of DCON', async () => {
    await expect(send('rs485', '01 03 00 00 00 01', { checksum: true })).rejects.toThrow('for DCON');
  });
});

describe('whom a text is for', () => {
  it('is said by its first character, by the line, or by the caller', async () => {
    await expect(send('cable', '#0R')).resolves.toMatchObject({ heard: '04 FB' });
    await expect(send('cable', '#0R', { protocol: 'dcon' })).rejects.toThrow('no DCON request');
    await expect(send('cable', '01 03 00 00 00 01')).rejects.toThrow('no command of the 232DRIO');
    await expect(send('rs485', ' $02M\r')).resolves.toMatchObject({ text: '!027044' });
  });
});
