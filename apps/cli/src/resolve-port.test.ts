import { describe, expect, it } from 'vitest';
import { Rank } from './find-port.js';
import { type RankedSettings, resolvePort } from './resolve-port.js';
import type { ConnectionOptions } from './settings.js';

function sources({
  config = {},
  env = {},
  flags = {},
}: Partial<Record<'config' | 'env' | 'flags', ConnectionOptions>>): RankedSettings[] {
  return [
    { rank: Rank.CONFIG, name: 'bus.config.yaml', settings: config },
    { rank: Rank.ENV, name: 'the environment', settings: env },
    { rank: Rank.FLAG, name: 'the command line', settings: flags },
  ];
}

const port = (url: string, rank: number = Rank.CONFIG) => ({ url, origin: 'test', rank });

describe('the settings of the port', () => {
  it('come from the strongest source, key by key', async () => {
    const said = sources({
      config: { baud: 1200, parity: 'even', stopBits: 2 },
      env: { baud: 2400, parity: 'odd' },
      flags: { baud: 4800, rtscts: true },
    });
    expect(await resolvePort(port('/dev/ttyUSB1'), said)).toEqual({
      url: '/dev/ttyUSB1',
      options: { baudRate: 4800, parity: 'odd', stopBits: 2, rtscts: true },
      framing: 'rtu',
    });
  });

  it.each([
    ['/dev/ttyUSB1', 'rtu'],
    ['ascii:/dev/ttyUSB1', 'ascii'],
    ['ascii:usb:A50285BI?baudRate=9600', 'ascii'],
    ['tcp://127.0.0.1', 'tcp'],
    ['udp://127.0.0.1', 'tcp'],
    ['ascii+tcp://127.0.0.1:4001', 'ascii'],
  ])('keep the framing that %s names', async (url, framing) => {
    expect(await resolvePort(port(url), sources({}))).toMatchObject({ framing });
  });

  it('may be written in short', async () => {
    const { options } = await resolvePort(port('COM3'), sources({ flags: { line: '9600-7E2' } }));
    expect(options).toEqual({ baudRate: 9600, dataBits: 7, parity: 'even', stopBits: 2 });
  });

  it('may override a weaker short form in part', async () => {
    const said = sources({ config: { line: '9600-8E1' }, flags: { baud: 19_200 } });
    const { options } = await resolvePort(port('/dev/ttyUSB1'), said);
    expect(options).toMatchObject({ baudRate: 19_200, parity: 'even' });
  });

  it('may not contradict themselves within one source', async () => {
    const flags: ConnectionOptions = { line: '9600-8E1', baud: 19_200 };
    await expect(resolvePort(port('/dev/ttyUSB1'), sources({ flags }))).rejects.toThrow(
      'baudRate is 9600 in 9600-8E1, but the command line says 19200',
    );
    const agreeing = sources({ flags: { line: '9600-8E1', baud: 9600 } });
    expect((await resolvePort(port('/dev/ttyUSB1'), agreeing)).options).toMatchObject({ baudRate: 9600 });
  });

  it('inside the URL rank with the source of the URL', async () => {
    const url = 'rtu:/dev/ttyUSB1?baudRate=9600';
    const said = sources({ config: { baud: 1200 }, flags: { stopBits: 2 } });
    expect(await resolvePort(port(url, Rank.ENV), said)).toEqual({
      url: '/dev/ttyUSB1',
      options: { baudRate: 9600, stopBits: 2 },
      framing: 'rtu',
    });
    const stronger = sources({ flags: { baud: 4800 } });
    expect((await resolvePort(port(url, Rank.ENV), stronger)).options).toEqual({ baudRate: 4800 });
    const equal = sources({ env: { baud: 4800 } });
    await expect(resolvePort(port(url, Rank.ENV), equal)).rejects.toThrow(
      /baudRate is 9600 in rtu:.*says 4800/,
    );
  });

  it.each(['sim:', 'rtu+tcp://127.0.0.1:502'])(
    'do not apply to %s: refused as flags, else left out',
    async url => {
      const weak = sources({ config: { baud: 9600 }, env: { parity: 'odd', line: '9600-8O1' } });
      expect(await resolvePort(port(url), weak)).toEqual({ url, options: {}, framing: 'rtu' });
      for (const flags of [{ baud: 9600 }, { dataBits: 8 }, { line: '9600-8N1' }, { rtscts: false }]) {
        await expect(resolvePort(port(url), sources({ flags }))).rejects.toThrow(
          /^--(baud|data-bits|line|rtscts) does not apply to /,
        );
      }
    },
  );

  it('of RS-485 come key by key, and only with the level of RTS', async () => {
    const said = sources({ env: { rts: 'high', rtsDelayAfter: 2 }, flags: { rts: 'low' } });
    expect((await resolvePort(port('/dev/ttyUSB1'), said)).options).toEqual({
      rs485: { rtsOnSend: 'low', delayAfter: 2 },
    });
    const half = sources({ flags: { rtsDelayBefore: 1 } });
    await expect(resolvePort(port('/dev/ttyUSB1'), half)).rejects.toThrow(/delay of RTS/);
    await expect(resolvePort(port('tcp://a'), sources({ flags: { rts: 'low' } }))).rejects.toThrow(
      '--rts does not apply to tcp://a, which is not a serial port',
    );
  });

  it('of TLS and of the connection go to ports that have them', async () => {
    const flags = { tlsCa: 'ca.pem', tlsServerName: 'plc', connectTimeout: 300 };
    const url = 'tls://10.0.0.7?certFile=c.pem&keyFile=k.pem';
    expect(await resolvePort(port(url, Rank.FLAG), sources({ flags, config: { tlsCert: 'other' } }))).toEqual(
      {
        url: 'tls://10.0.0.7',
        options: {
          certFile: 'c.pem',
          keyFile: 'k.pem',
          caFile: 'ca.pem',
          servername: 'plc',
          connectTimeout: 300,
        },
        framing: 'tcp',
      },
    );
    const tcp = await resolvePort(port('tcp://a'), sources({ flags: { connectTimeout: 300 } }));
    expect(tcp.options).toEqual({ connectTimeout: 300 });
    await expect(resolvePort(port('tcp://a'), sources({ flags }))).rejects.toThrow(
      '--tls-ca does not apply to tcp://a, which is not a TLS port',
    );
  });

  it('keep a path with a question mark whole', async () => {
    const { url } = await resolvePort(port('rtu:/dev/odd%3Fname'), sources({}));
    expect(url).toBe('rtu:%2Fdev%2Fodd%3Fname');
  });

  it('are refused when the port has no known form', async () => {
    await expect(resolvePort(port('modem'), sources({}))).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(resolvePort(port('sim:two'), sources({}))).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
