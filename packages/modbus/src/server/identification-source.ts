import { UsageError } from '@bus/line';
import { checkInteger } from '../pdu/checks.js';
import {
  type DeviceIdentification,
  type IdentificationObject,
  MEI_DEVICE_IDENTIFICATION,
  type ReadDeviceIdentification,
} from '../pdu/device-identification.js';
import { ModbusRefusal, Refusal } from './modbus-refusal.js';

/** Bytes that all objects of one answer may take: 253 without the seven in front. */
const ROOM = 246;
const OBJECT_HEAD = 2;
/** Access to single objects, in the conformity level. */
const INDIVIDUAL = 0x80;
const INDIVIDUAL_CODE = 4;

/** What a device says of itself with function 43/14. Text is Latin-1. */
export interface IdentificationOptions {
  vendorName: string;
  productCode: string;
  /** Major and minor revision: `V1.2`. */
  revision: string;
  vendorUrl?: string;
  productName?: string;
  modelName?: string;
  userApplicationName?: string;
  /** Further objects by their id, 128..255, up to 244 bytes each. */
  objects?: Readonly<Record<number, string | Uint8Array>>;
  /** False: objects cannot be asked for one by one. True by default. */
  individual?: boolean;
}

/** The objects of a device, and how they are dealt out. */
export class IdentificationSource {
  readonly #objects: readonly IdentificationObject[];
  readonly #individual: boolean;

  /** @throws {UsageError} an object is too long, or has an id that is reserved. */
  constructor(options: IdentificationOptions) {
    const { vendorName, productCode, revision, vendorUrl, productName, modelName, userApplicationName } =
      options;
    const named = [vendorName, productCode, revision, vendorUrl, productName, modelName, userApplicationName];
    const objects = named.flatMap((text, id) => (text === undefined ? [] : [objectOf(id, text)]));
    for (const [key, value] of Object.entries(options.objects ?? {})) {
      checkInteger('id of a further object', Number(key), 0x80, 0xff);
      objects.push(objectOf(Number(key), value));
    }
    this.#objects = objects.sort((one, other) => one.id - other.id);
    this.#individual = options.individual ?? true;
  }

  /** 1 basic, 2 regular, 3 extended; with bit 7 when single objects may be asked for. */
  get conformityLevel(): number {
    const level = Math.max(...this.#objects.map(({ id }) => categoryOf(id)));
    return level | (this.#individual ? INDIVIDUAL : 0);
  }

  /** @throws {ModbusRefusal} 2 for a single object that is not there, 3 when there is no access to single ones. */
  answer({ readDeviceIdCode, objectId }: ReadDeviceIdentification): DeviceIdentification {
    const { objects, next } =
      readDeviceIdCode === INDIVIDUAL_CODE
        ? { objects: [this.#single(objectId)], next: undefined }
        : this.#stream(readDeviceIdCode, objectId);
    return {
      meiType: MEI_DEVICE_IDENTIFICATION,
      readDeviceIdCode,
      conformityLevel: this.conformityLevel,
      moreFollows: next !== undefined,
      nextObjectId: next ?? 0,
      objects,
    };
  }

  #single(objectId: number): IdentificationObject {
    if (!this.#individual) throw new ModbusRefusal(Refusal.VALUE);
    const object = this.#objects.find(({ id }) => id === objectId);
    if (object === undefined) throw new ModbusRefusal(Refusal.ADDRESS);
    return object;
  }

  /** As many objects as fit, from the one asked for on; from the first one when that is unknown. */
  #stream(category: number, objectId: number): { objects: IdentificationObject[]; next: number | undefined } {
    const all = this.#objects.filter(({ id }) => categoryOf(id) <= category);
    const start = Math.max(
      0,
      all.findIndex(({ id }) => id === objectId),
    );
    const objects: IdentificationObject[] = [];
    let room = ROOM;
    for (const object of all.slice(start)) {
      room -= OBJECT_HEAD + object.value.length;
      if (room < 0) return { objects, next: object.id };
      objects.push(object);
    }
    return { objects, next: undefined };
  }
}

function categoryOf(id: number): number {
  if (id <= 2) return 1;
  return id < 0x80 ? 2 : 3;
}

function objectOf(id: number, content: string | Uint8Array): IdentificationObject {
  const value = typeof content === 'string' ? Uint8Array.from(content, latin1) : Uint8Array.from(content);
  if (value.length > ROOM - OBJECT_HEAD)
    throw new UsageError(`object ${id} has ${value.length} bytes, more than ${ROOM - OBJECT_HEAD}`);
  return { id, value };
}

function latin1(character: string): number {
  const code = character.codePointAt(0)!;
  if (code > 0xff) throw new UsageError(`'${character}' is not a Latin-1 character: give the bytes instead`);
  return code;
}
