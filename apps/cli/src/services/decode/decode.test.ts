import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type DecodedBroken, type DecodedFrame, decode } from './decode.js';

const request = '01 03 01 21 00 01 D5 FC';
const part = async (...text: string[]) => (await decode({ text })).parts[0]!;
const faults = async (text: string, framing?: 'rtu' | 'tcp') => {
  const { parts } = await decode({ text: [text], ...(framing === undefined ? {} : { framing }) });
  return (parts.find(({ kind }) => kind === 'broken') as DecodedBroken).guesses.map(({ fault }) => fault);
};

describe('decoding', () => {
  it('takes the name of a file for a file, and bytes for bytes', async () => {
    const file = fileURLToPath(new URL('../../../test/files/trace.txt', import.meta.url));
    expect(await decode({ text: [file] })).toEqual(await decode({ file }));
    expect(await decode({ text: ['01', file] }).catch(error => error.message)).toContain(
      'no hexadecimal digit',
    );
    await expect(decode({ text: ['nowhere/line.pcapng'] })).rejects.toThrow(
      'nowhere/line.pcapng is neither bytes nor a file that is there',
    );
    await expect(decode({ text: ['0103xy'] })).rejects.toThrow("'x' is no hexadecimal digit");
  });

  it('explains a frame field by field, however its digits are written', async () => {
    for (const text of [
      request,
      request.replaceAll(' ', ''),
      '0x01,0x03,0x01,0x21,0,1,0xD5,0xFC',
      '\\x01\\x03\\x01\\x21\\x00\\x01\\xd5\\xfc',
    ]) {
      const frame = (await part(text)) as DecodedFrame;
      expect(frame).toMatchObject({
        kind: 'frame',
        framing: 'rtu',
        side: 'request',
        bytes: request,
        problems: [],
      });
      expect(frame.fields[2]).toEqual({
        offset: 2,
        length: 2,
        name: 'start address',
        bytes: '01 21',
        value: 289,
      });
    }
  });

  it('knows every protocol, also behind one another', async () => {
    expect(await part(':010300000001FB')).toMatchObject({
      framing: 'ascii',
      meaning: 'unit 1, read holding registers 0, 1',
    });
    expect(await part('$022')).toMatchObject({ framing: 'dcon', meaning: 'module 02, read configuration' });
    expect(await part('$012B7')).toMatchObject({ framing: 'dcon+checksum' });
    expect(await part('21 30 52')).toMatchObject({ framing: '232drio', meaning: 'read' });
    expect(await part('00 01 00 00 00 06 01 03 00 00 00 01')).toMatchObject({ framing: 'tcp' });
    const both = await decode({ text: [`${request} 24 30 32 32 0D`] });
    expect(both.parts.map(each => (each as DecodedFrame).framing)).toEqual(['rtu', 'dcon']);
    expect(both.sound).toBe(true);
  });

  it('believes in a function that nobody knows when the checksum is right', async () => {
    expect(await part('01 41 12 34 F0 87')).toMatchObject({ kind: 'broken' });
    const { crc16 } = await import('@bus/codec');
    const crc = crc16(Uint8Array.of(1, 0x41, 0x12, 0x34));
    const text = `01 41 12 34 ${(crc & 255).toString(16).padStart(2, '0')} ${(crc >> 8).toString(16).padStart(2, '0')}`;
    expect(await part(text)).toMatchObject({ kind: 'frame', side: 'unknown', problems: [] });
  });

  it('guesses what a broken frame was', async () => {
    expect(await faults('01 03 01 21 00 01 FC D5')).toContain('crc-swapped');
    expect(await faults('01 03 01 21 00 01')).toContain('no-checksum');
    expect(await faults('01 03 01 21 00 01 D4 FC')).toContain('bit-flip');
    expect(await faults('01 03 21 00 01 D5 FC')).toContain('missing-byte');
    expect(await faults('01 03 01')).toContain('cut-off');
    expect(await faults(':010300000001')).toContain('no-checksum');
    expect(await faults('$022'.toLowerCase().replace('$0', '$a'))).toContain('dcon-form');
    expect(await faults('00 01 00 00 00 06 01 03 00 00 00 01', 'rtu')).toContain('other-framing');
    expect((await decode({ text: ['01 03 01'] })).sound).toBe(false);
  });

  it('notes a question with its answer directly behind', async () => {
    const { parts } = await decode({ text: [`${request} 01 03 02 03 04 B9 77`] });
    expect(parts.map(({ kind }) => kind)).toEqual(['frame', 'frame', 'echo']);
  });

  it('recognises a sender that is slower', async () => {
    const { hearAs } = await import('../../diagnose/hear-as.js');
    const format = (baudRate: number) => ({ baudRate, parity: 'none', dataBits: 8, stopBits: 1 }) as const;
    const sent = Uint8Array.from([...Array(12).keys()], each => 37 * each + 11);
    const heard = hearAs(sent, { sent: format(9600), heard: format(19_200) });
    const text = heard
      .filter(({ framingError }) => !framingError)
      .map(({ byte }) => byte.toString(16).padStart(2, '0'));
    const { parts } = await decode({ text, baud: 19_200 });
    expect(parts).toContainEqual(
      expect.objectContaining({ findings: [expect.objectContaining({ check: 'baud' })] }),
    );
  });

  it('says which line is no hexadecimal text', async () => {
    await expect(decode({ text: ['01 0G'] })).rejects.toThrow("line 1: 'G' is no hexadecimal digit");
    await expect(decode({ text: ['01 0'] })).resolves.toMatchObject({ sound: false });
    await expect(decode({ text: ['010'] })).rejects.toThrow('odd number');
  });
});
