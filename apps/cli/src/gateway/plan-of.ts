import { UsageError } from '@bus/line';
import type { Context } from '../context.js';
import { parseNumberRanges } from '../number-ranges.js';
import type { GatewayServiceOptions } from '../services/gateway.js';
import { type ConnectionOptions, settingNames } from '../settings.js';
import type { GatewayPlan, PlannedLine, PlannedListener, PlannedRoute, PlannedRule } from './gateway-plan.js';
import { parseRoute } from './parse-route.js';
import { unitRanges } from './unit-ranges.js';

/** Needs no right that only administrators have, as port 502 does, and is reached from this machine alone. */
const LISTEN = 'tcp://127.0.0.1:1502';

/** What a configuration file says in their place. */
const IN_FILE = [
  'listen',
  'route',
  'allow',
  'units',
  'functions',
  'refusal',
  'broadcasts',
  'maxConnections',
  'idleTimeout',
  'listenTlsCert',
  'listenTlsKey',
  'listenTlsCa',
  'listenTlsPassphrase',
] as const satisfies readonly (keyof GatewayServiceOptions)[];

/**
 * What a gateway is made from, and the settings that all its lines share.
 *
 * @throws {UsageError} something makes no sense.
 */
export async function planOf(
  options: GatewayServiceOptions,
  context: Context,
): Promise<{ plan: GatewayPlan; settings: ConnectionOptions }> {
  const settings: ConnectionOptions = Object.fromEntries(
    settingNames.filter(name => options[name] !== undefined).map(name => [name, options[name]]),
  );
  const plan =
    options.config === undefined
      ? await fromFlags(options, settings, context)
      : await fromFile(options, options.config);
  for (const name of ['readOnly', 'deadRetry'] as const)
    if (options[name] !== undefined) Object.assign(plan, { [name]: options[name] });
  const { port: _, ...shared } = settings;
  return { plan, settings: shared };
}

async function fromFile(options: GatewayServiceOptions, path: string): Promise<GatewayPlan> {
  const misfit = [...IN_FILE, 'port' as const].find(
    name => options[name] !== undefined && String(options[name]) !== '',
  );
  if (misfit !== undefined)
    throw new UsageError(`${flag(misfit)} does not go with --config`, { hint: `Say it in ${path}.` });
  const { loadGatewayConfig } = await import('./gateway-config.js');
  const plan = await loadGatewayConfig(path);
  const { cache } = options;
  return cache === undefined ? plan : { ...plan, lines: plan.lines.map(line => ({ cache, ...line })) };
}

const flag = (name: string) => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

async function fromFlags(
  options: GatewayServiceOptions,
  settings: ConnectionOptions,
  context: Context,
): Promise<GatewayPlan> {
  const { listen = [LISTEN], refusal } = options;
  checkTls(listen, options);
  const { lines, routes } = await linesAndRoutes(options, settings, context);
  const access = accessRules(options);
  return {
    listen: listen.map(url => listener(url, options)),
    lines,
    routes,
    ...(access === undefined ? {} : { access }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

const isTls = (url: string): boolean => /^tls:/i.test(url);

/** @throws {UsageError} certificates are given, and nobody shows them. */
function checkTls(listen: readonly string[], options: GatewayServiceOptions): void {
  const given = (['listenTlsCert', 'listenTlsKey', 'listenTlsCa', 'listenTlsPassphrase'] as const).find(
    name => options[name] !== undefined,
  );
  if (given !== undefined && !listen.some(isTls))
    throw new UsageError(`${flag(given)} is for TLS listeners, and there is none`, {
      hint: 'Add --listen tls://0.0.0.0:802.',
    });
}

function credentials(options: GatewayServiceOptions): Partial<PlannedListener> {
  const { listenTlsCert, listenTlsKey, listenTlsCa, listenTlsPassphrase } = options;
  return {
    ...(listenTlsCert === undefined ? {} : { tlsCert: listenTlsCert }),
    ...(listenTlsKey === undefined ? {} : { tlsKey: listenTlsKey }),
    ...(listenTlsCa === undefined ? {} : { tlsCa: listenTlsCa }),
    ...(listenTlsPassphrase === undefined ? {} : { tlsPassphrase: listenTlsPassphrase }),
  };
}

function listener(url: string, options: GatewayServiceOptions): PlannedListener {
  const { allow, maxConnections, idleTimeout, broadcasts } = options;
  return {
    url,
    ...(allow === undefined ? {} : { allow: [...allow] }),
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
    ...(broadcasts === undefined ? {} : { broadcasts }),
    ...(isTls(url) ? credentials(options) : {}),
  };
}

/** Routes to the same port share its line. Without any, all units are on the port that every command would use. */
async function linesAndRoutes(
  { route = [], cache }: GatewayServiceOptions,
  settings: ConnectionOptions,
  context: Context,
): Promise<{ lines: PlannedLine[]; routes: PlannedRoute[] }> {
  const cached = cache === undefined ? {} : { cache };
  if (route.length === 0) {
    const port = await usualPort(settings, context);
    return {
      lines: [{ name: port, settings: { port }, ...cached }],
      routes: [{ units: [1, 247], line: port }],
    };
  }
  if (settings.port !== undefined)
    throw new UsageError('--port and --route both say where units are', { hint: 'Leave --port out.' });
  const written = route.map(parseRoute);
  const names = [...new Set(written.map(({ port }) => port))];
  return {
    lines: names.map(port => ({ name: port, settings: { port }, ...cached })),
    routes: written.flatMap(({ units, port, target }) =>
      units.map(range => ({ units: range, line: port, ...(target === undefined ? {} : { target }) })),
    ),
  };
}

async function usualPort(flags: ConnectionOptions, context: Context): Promise<string> {
  const { connect } = await import('../connect.js');
  const { port, line } = await connect(flags, context);
  await line.close();
  return port.url;
}

function accessRules({ units, functions }: GatewayServiceOptions): PlannedRule[] | undefined {
  if (units === undefined && functions === undefined) return undefined;
  const rule: PlannedRule = {};
  if (units !== undefined) {
    const ranges = unitRanges(units);
    if (ranges === undefined)
      throw new UsageError(`'${units}' are no units`, { hint: 'Write them like 1-10,12, from 0 to 255.' });
    rule.units = ranges;
  }
  if (functions !== undefined) rule.functions = parseNumberRanges(functions, 'functions', 1, 127);
  return [rule];
}
