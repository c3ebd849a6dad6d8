import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@bus/modbus/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/context.js';
import { type GatewayServiceOptions, type GatewayStreamEvent, gateway } from '../src/services/gateway.js';
import { serve } from '../src/services/serve.js';
import { Authority, loopbackExtension, roleExtension } from './authority.js';

const authority = new Authority();
const operator = authority.issue('panel', roleExtension('operator'));
const guest = authority.issue('guest');
const ca = authority.cert;
/** Answers come however long the machine stands still. */
const patient = { retries: 0, timeout: 20_000 };

describe('a gateway with certificates', () => {
  let folder: string;
  const file = (name: string) => join(folder, name);
  const running: (() => Promise<void>)[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bus-gateway-tls-'));
    const server = authority.issue('server', loopbackExtension());
    const files = { 'ca.pem': ca, 'server.pem': server.cert, 'server.key': server.key };
    const own = { 'operator.pem': operator.cert, 'operator.key': operator.key };
    for (const [name, text] of Object.entries({ ...files, ...own })) writeFileSync(file(name), text);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    for (const stop of running.splice(0)) await stop();
  });

  /** Runs a stream until the test ends; resolves with the URLs at which it is reached. */
  async function start(
    make: (context: Context) => AsyncGenerator<{ event: string; url?: string }>,
    listeners: number,
  ): Promise<string[]> {
    const controller = new AbortController();
    const stream = make({ signal: controller.signal, env: {}, cwd: '/', listPorts: async () => [] });
    const urls: string[] = [];
    while (urls.length < listeners) {
      const { done, value } = await stream.next();
      if (done) break;
      if (value.url !== undefined) urls.push(value.url);
    }
    running.push(async () => {
      controller.abort(new Error('interrupted'));
      for await (const _ of stream);
    });
    return urls;
  }
  const gatewayWith = (options: GatewayServiceOptions, listeners = 1) =>
    start(context => gateway(options, context) as AsyncGenerator<GatewayStreamEvent>, listeners);

  const shown = () => ({ listenTlsCert: file('server.pem'), listenTlsKey: file('server.key') });
  const reading = async (url: string, options: object) => {
    const client = await connect(url, { ...patient, ...options });
    try {
      return await client.unit(1).readRegister(289, { decimals: 1 });
    } finally {
      await client.close();
    }
  };

  it('serves whoever trusts it, without an authority for clients', async () => {
    const [secure, plain] = await gatewayWith(
      { route: ['1=sim:'], listen: ['tls://127.0.0.1:0', 'tcp://127.0.0.1:0'], ...shown() },
      2,
    );
    expect(secure).toMatch(/^tls:/);
    expect(await reading(secure!, { ca })).toBe(77.2);
    expect(await reading(plain!, {})).toBe(77.2);
    await expect(reading(secure!, {})).rejects.toMatchObject({ code: 'open-failed' });
  });

  it('turns away clients without a certificate of its authority', async () => {
    const [url] = await gatewayWith({
      ...{ route: ['1=sim:'], listen: ['tls://127.0.0.1:0'], listenTlsCa: file('ca.pem') },
      ...shown(),
    });
    expect(await reading(url!, { ca, ...guest })).toBe(77.2);
    await expect(reading(url!, { ca })).rejects.toMatchObject({ name: 'TransportError' });
  });

  it('lets clients do what the role in their certificate may, with files beside its own', async () => {
    const source = `
listen:
  - { url: "tls://127.0.0.1:0", tlsCert: server.pem, tlsKey: server.key, tlsCa: ca.pem }
lines: { north: { port: "sim:" } }
routes: [{ units: 1, line: north }]
access: [{ readOnly: true }, { roles: [operator] }]
`;
    writeFileSync(file('gateway.yaml'), source);
    const [url] = await gatewayWith({ config: file('gateway.yaml') });
    const write = async (identity: object) => {
      const client = await connect(url!, { ca, ...identity, ...patient });
      try {
        await client.unit(1).writeRegister(24, 801);
      } finally {
        await client.close();
      }
    };
    expect(await reading(url!, { ca, ...guest })).toBe(77.2);
    await expect(write(guest)).rejects.toMatchObject({ exceptionCode: 1 });
    await expect(write(operator)).resolves.toBeUndefined();
  });

  it('shows a certificate to a device behind it that asks for one', async () => {
    const [device] = await start(
      context =>
        serve(
          {
            ...{ port: 'tls://127.0.0.1:0', tlsCa: file('ca.pem') },
            ...{ tlsCert: file('server.pem'), tlsKey: file('server.key') },
          },
          context,
        ),
      1,
    );
    const own = { tlsCert: file('operator.pem'), tlsKey: file('operator.key'), tlsCa: file('ca.pem') };
    const [url] = await gatewayWith({
      ...{ route: [`1=${device}`, '2=sim:'], listen: ['tcp://127.0.0.1:0'] },
      ...own,
    });
    expect(await reading(url!, {})).toBe(77.2);
  });

  it('takes the certificate of a served device from variables', async () => {
    const env = { BUS_TLS_CERT: file('server.pem'), BUS_TLS_KEY: file('server.key') };
    const [url] = await start(context => serve({ port: 'tls://127.0.0.1:0' }, { ...context, env }), 1);
    expect(await reading(url!, { ca })).toBe(77.2);
  });

  it.each<[string, GatewayServiceOptions, string]>([
    [
      'without a certificate',
      { listen: ['tls://127.0.0.1:0'] },
      'tls://127.0.0.1:0 needs a certificate to show',
    ],
    ['with a certificate for nobody', { listenTlsCa: 'ca.pem' }, '--listen-tls-ca is for TLS listeners'],
    [
      'with a certificate in two places',
      { config: 'x.yaml', listenTlsKey: 'k' },
      'does not go with --config',
    ],
  ])('does not start %s', async (_, options, message) => {
    const route = options.config === undefined ? { route: ['1=sim:'] } : {};
    await expect(gatewayWith({ ...route, ...options })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(message),
    });
  });
});
