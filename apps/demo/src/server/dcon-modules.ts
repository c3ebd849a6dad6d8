import { DconClient, type DconModule, type Family, familyOf } from '@bus/dcon';
import { type Line, UsageError } from '@bus/line';
import type { ExchangeCall } from './call-context.js';

/** Modules that are remembered at most. */
const CAPACITY = 64;

/** What a caller says of a module. */
export interface ModuleAddress {
  readonly address: number;
  readonly family?: string | undefined;
  readonly checksum?: boolean | undefined;
}

/** A module whose family is known. */
export interface KnownModule {
  readonly module: DconModule;
  readonly family: Family;
  /** What it calls itself, or the family as it was given. */
  readonly model: string;
}

/** Remembers what modules are, so that each is asked for its name once and not with every call. */
export class DconModules {
  readonly #known = new Map<string, KnownModule & { readonly line: Line }>();

  /**
   * Does something with a module. When that fails, the module is asked for its name again next time: it may have been
   * replaced by another one.
   *
   * @throws {UsageError} the family is not known.
   * @throws {BusError} the module did not say its name, or what the task throws.
   */
  async use<T>(
    line: Line,
    lineId: string,
    address: ModuleAddress,
    call: ExchangeCall,
    task: (known: KnownModule) => Promise<T>,
  ): Promise<T> {
    const key = [lineId, address.address, address.checksum ?? false, address.family ?? ''].join(' ');
    try {
      const known = this.#known.get(key);
      const module = known?.line === line ? known : { ...(await recognise(line, address, call)), line };
      this.#remember(key, module);
      return await task(module);
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
  }

  /** The one that was not used for longest makes room. */
  #remember(key: string, module: KnownModule & { readonly line: Line }): void {
    this.#known.delete(key);
    this.#known.set(key, module);
    if (this.#known.size > CAPACITY) this.#known.delete(this.#known.keys().next().value!);
  }
}

async function recognise(
  line: Line,
  { address, family: given, checksum = false }: ModuleAddress,
  call: ExchangeCall,
): Promise<KnownModule> {
  const client = new DconClient(line);
  const model = given ?? (await client.module(address, { checksum }).name(call));
  const family = familyOf(model);
  if (family === undefined) {
    const who = given === undefined ? `the module calls itself '${model}', which` : `'${model}'`;
    throw new UsageError(`${who} is no family that is known here`, {
      hint: "Say which one it resembles: 'family': '7044'. Any module can be asked with line.send.",
    });
  }
  return { module: client.module(address, { checksum, family }), family, model };
}
