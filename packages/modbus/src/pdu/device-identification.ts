import { UsageError } from '@bus/line';
import { checkInteger } from './checks.js';
import type { Mismatch } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import type { PduReader } from './pdu-reader.js';

export const MEI_DEVICE_IDENTIFICATION = 14;

/** Asks for objects: code 1 basic, 2 regular, 3 extended (all three as a stream), 4 one object. */
export interface ReadDeviceIdentification {
  readonly meiType: typeof MEI_DEVICE_IDENTIFICATION;
  /** 1..4. */
  readonly readDeviceIdCode: number;
  /** Object to begin with, or the one that is asked for: 0..255. */
  readonly objectId: number;
}

export interface IdentificationObject {
  /** 0..255: 0 vendor name, 1 product code, 2 revision, 3 vendor URL, 4 product, 5 model, 6 application, 80 and up private. */
  readonly id: number;
  /** Up to 244 bytes, usually ASCII. */
  readonly value: Uint8Array;
}

export interface DeviceIdentification {
  readonly meiType: typeof MEI_DEVICE_IDENTIFICATION;
  /** As in the request. */
  readonly readDeviceIdCode: number;
  /** 1, 2 or 3: what the device has; plus 0x80 when it serves single objects too. */
  readonly conformityLevel: number;
  /** True when another request is needed, from `nextObjectId` on. */
  readonly moreFollows: boolean;
  readonly nextObjectId: number;
  readonly objects: readonly IdentificationObject[];
}

/**
 *     2B  0E  code  conformity  moreFollows(00|FF)  nextObjectId  count  count × ( id  length  value )
 *
 * @throws {UsageError} more than fits one answer.
 */
export function encodeIdentification(response: DeviceIdentification): Uint8Array {
  const { readDeviceIdCode, conformityLevel, moreFollows, nextObjectId, objects } = response;
  checkInteger('read device id code', readDeviceIdCode, 1, 4);
  checkInteger('conformity level', conformityLevel, 0, 255);
  const data = objects.flatMap(({ id, value }) => {
    checkInteger('object id', id, 0, 255);
    return [id, value.length, ...value];
  });
  if (data.length > 246) throw new UsageError(`${data.length} bytes of objects do not fit one answer`);
  const head = [readDeviceIdCode, conformityLevel, moreFollows ? 0xff : 0, nextObjectId, objects.length];
  return Uint8Array.of(43, MEI_DEVICE_IDENTIFICATION, ...head, ...data);
}

/** `reader` stands behind the MEI type. @throws {PduError} */
export function decodeIdentification(reader: PduReader): DeviceIdentification {
  const readDeviceIdCode = reader.u8('read device id code');
  const conformityLevel = reader.u8('conformity level');
  const more = reader.u8('more follows');
  const nextObjectId = reader.u8('next object id');
  const count = reader.u8('number of objects');
  if (more !== 0 && more !== 0xff) throw new PduError('value', `more follows ${more} is neither 0 nor 255`);
  const objects = Array.from({ length: count }, () => readObject(reader));
  if (reader.left > 0) throw new PduError('structure', `${reader.left} bytes behind the last object`);
  return {
    meiType: MEI_DEVICE_IDENTIFICATION,
    readDeviceIdCode,
    conformityLevel,
    moreFollows: more === 0xff,
    nextObjectId,
    objects,
  };
}

function readObject(reader: PduReader): IdentificationObject {
  if (reader.left < 2) throw new PduError('structure', 'an object is missing');
  const id = reader.u8('object id');
  const length = reader.u8('object length');
  if (length > reader.left) throw new PduError('structure', `object ${id} runs past the end of the PDU`);
  return { id, value: reader.bytes(length, `object ${id}`).slice() };
}

export function identificationMismatch(
  request: ReadDeviceIdentification,
  response: DeviceIdentification,
): Mismatch | undefined {
  if (response.readDeviceIdCode !== request.readDeviceIdCode) {
    return {
      code: 'wrong-echo',
      message: `code ${response.readDeviceIdCode} was answered, not ${request.readDeviceIdCode}`,
    };
  }
  const single = request.readDeviceIdCode === 4;
  if (single && (response.objects.length !== 1 || response.objects[0]!.id !== request.objectId)) {
    return { code: 'wrong-echo', message: `object ${response.objects[0]?.id} came, not ${request.objectId}` };
  }
  return undefined;
}
