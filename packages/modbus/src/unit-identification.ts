import { ReplyError } from '@bus/line';
import {
  type DeviceIdentification,
  type IdentificationObject,
  MEI_DEVICE_IDENTIFICATION,
} from './pdu/device-identification.js';
import { encapsulatedInterface } from './pdu/encapsulated-interface.js';
import { reportServerId } from './pdu/report-server-id.js';
import type { CallOptions, UnitRequests } from './unit-requests.js';

/** Which objects: mandatory ones, those with standard names, or all. */
export type IdentificationLevel = 'basic' | 'regular' | 'extended';

const CODES: Record<IdentificationLevel, number> = { basic: 1, regular: 2, extended: 3 };
const SINGLE = 4;
const NAMES = [
  'vendorName',
  'productCode',
  'revision',
  'vendorUrl',
  'productName',
  'modelName',
  'userApplicationName',
] as const;

/** What a device is. */
export interface Identity {
  /** 1, 2 or 3; plus 0x80 when the device serves single objects too. */
  readonly conformityLevel: number;
  /** All objects that came, by id. */
  readonly objects: ReadonlyMap<number, Uint8Array>;
  readonly vendorName?: string;
  readonly productCode?: string;
  readonly revision?: string;
  readonly vendorUrl?: string;
  readonly productName?: string;
  readonly modelName?: string;
  readonly userApplicationName?: string;
}

/** What function 17 answers. */
export interface ServerReport {
  readonly serverId: Uint8Array;
  /** Undefined when the device says neither on nor off. */
  readonly running: boolean | undefined;
  readonly additional: Uint8Array;
  /** Everything, uncut. */
  readonly data: Uint8Array;
}

/** Functions 17 and 43/14: which device is this? */
export class UnitIdentification {
  readonly #requests: UnitRequests;

  constructor(requests: UnitRequests) {
    this.#requests = requests;
  }

  /**
   * Function 43/14, joined from as many answers as it takes.
   *
   * @throws {ReplyError} `malformed` when the device's stream of objects does not advance.
   *
   * @example const { vendorName, productCode, revision } = await unit.identification.read();
   */
  async read(level: IdentificationLevel = 'regular', options?: CallOptions): Promise<Identity> {
    const objects = new Map<number, Uint8Array>();
    let objectId = 0;
    for (;;) {
      const answer = await this.#ask(CODES[level], objectId, options);
      for (const { id, value } of answer.objects) objects.set(id, value);
      if (!answer.moreFollows) return identityOf(answer.conformityLevel, objects);
      if (answer.nextObjectId <= objectId) {
        throw new ReplyError('malformed', `unit ${this.#requests.id}: its identification never ends`, {
          hint: 'The device says that more follows, but begins again: ask for single objects.',
        });
      }
      objectId = answer.nextObjectId;
    }
  }

  /** Function 43/14 with code 4: one object by its id. */
  async object(id: number, options?: CallOptions): Promise<Uint8Array> {
    const { objects } = await this.#ask(SINGLE, id, options);
    return (objects[0] as IdentificationObject).value;
  }

  /**
   * Function 17. Where the identifier ends is not transmitted: say how long it is, 1 byte by default.
   *
   * @param idLength bytes of the identifier, or `last` when the run indicator is the last byte.
   */
  async serverId({
    idLength = 1,
    ...options
  }: CallOptions & { idLength?: number | 'last' } = {}): Promise<ServerReport> {
    const { data } = await this.#requests.ask(reportServerId, {}, options);
    const at = idLength === 'last' ? data.length - 1 : idLength;
    const indicator = data[at];
    const running = indicator === 0xff ? true : indicator === 0 ? false : undefined;
    return { serverId: data.slice(0, at), running, additional: data.slice(at + 1), data };
  }

  async #ask(
    readDeviceIdCode: number,
    objectId: number,
    options?: CallOptions,
  ): Promise<DeviceIdentification> {
    const request = { meiType: MEI_DEVICE_IDENTIFICATION, readDeviceIdCode, objectId } as const;
    return (await this.#requests.ask(encapsulatedInterface, request, options)) as DeviceIdentification;
  }
}

function identityOf(conformityLevel: number, objects: ReadonlyMap<number, Uint8Array>): Identity {
  const named = NAMES.flatMap((name, id) => {
    const value = objects.get(id);
    return value === undefined ? [] : [[name, text(value)] as const];
  });
  return { conformityLevel, objects, ...Object.fromEntries(named) };
}

/** For display: without the padding that some devices send. */
function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes).replace(/[\0 ]+$/, '');
}
