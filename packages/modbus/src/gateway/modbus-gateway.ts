import { systemClock } from '@bus/line';
import { BROADCAST } from '../modbus-exchange.js';
import { checkInteger } from '../pdu/checks.js';
import type { AnsweringUnit } from '../server/answering-unit.js';
import { ModbusServer } from '../server/modbus-server.js';
import { checkAccessRules } from './access-rules.js';
import type { GatewayEvent } from './gateway-event.js';
import type { GatewayOptions } from './gateway-options.js';
import { GatewayPort } from './gateway-port.js';
import { GatewayStatistics } from './gateway-statistics.js';
import { type GatewayRules, GatewayUnit, type Way } from './gateway-unit.js';
import { targetsOf } from './routes.js';

/**
 * Lets many clients share lines: requests that reach its `server` are passed on to the unit that they are routed to, in
 * turn, and the answers back, byte by byte as they are.
 *
 *     client ─┐                        ┌─ lane of unit 1 ─┐
 *     client ─┼─ server ─ rules ─ route┼─ lane of unit 2 ─┼─ line
 *     client ─┘                        └─ lane of unit 3 ─┘
 *
 * @example
 * const gateway = new ModbusGateway({
 *   ports: { north: { line: new Line(serialTransport({ path: '/dev/ttyUSB0' })), cache: 500 } },
 *   routes: [{ units: [1, 10], port: 'north' }],
 * });
 * await listen('tcp://0.0.0.0:502', gateway.server);
 */
export class ModbusGateway {
  /** What the clients reach: let it listen wherever they come from. */
  readonly server: ModbusServer;
  readonly statistics = new GatewayStatistics();
  /** The lines by their names. */
  readonly ports: ReadonlyMap<string, GatewayPort>;
  readonly #onRequest: ((event: GatewayEvent) => void) | undefined;

  /** @throws {UsageError} an option is out of range, or a route makes no sense. */
  constructor(options: GatewayOptions) {
    const { access = [{}], readOnly = false, refusal = 1, broadcast = true, clock = systemClock } = options;
    const { onError = () => undefined } = options;
    checkInteger('refusal', refusal, 1, 255);
    checkAccessRules(access);
    this.#onRequest = options.onRequest;
    this.ports = new Map(
      Object.entries(options.ports).map(([name, port]) => [name, new GatewayPort(name, port, clock)]),
    );
    const targets = targetsOf(options.routes, this.ports);
    const done = (event: GatewayEvent) => this.#done(event);
    const rules: GatewayRules = { clock, access, readOnly, refusal, done, onError };
    const units = new Map(
      Array.from(targets, ([unit, target]) => [
        unit,
        new GatewayUnit(rules, wayTo(target.port, target.unit)),
      ]),
    );
    const nobody: AnsweringUnit = new GatewayUnit(rules, {
      port: undefined,
      target: undefined,
      ask: nowhere,
    });
    const everybody = broadcast
      ? [...this.ports.values()]
          .filter(({ framing }) => framing.broadcasts)
          .map(port => new GatewayUnit(rules, wayToAll(port)))
      : [];
    this.server = new ModbusServer({
      units: unit => units.get(unit),
      everybody,
      unknownUnit: nobody,
      onError,
      ...(options.maxPending === undefined ? {} : { maxPending: options.maxPending }),
      ...(options.frameTimeout === undefined ? {} : { frameTimeout: options.frameTimeout }),
    });
  }

  /** Ends all connections of clients. The lines stay as they are. */
  async close(): Promise<void> {
    await this.server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #done(event: GatewayEvent): void {
    this.statistics.add(event);
    this.#onRequest?.(event);
  }
}

function wayTo(port: GatewayPort, target: number): Way {
  return { port: port.name, target, ask: (question, asking) => port.ask(target, question, asking) };
}

function wayToAll(port: GatewayPort): Way {
  return {
    port: port.name,
    target: BROADCAST,
    ask: (question, asking) => port.broadcast(question, asking),
  };
}

/** A unit without a way is never asked. */
async function nowhere(): Promise<never> {
  throw new Error('there is no way to this unit');
}
