import { UsageError } from '@bus/line';
import { checkInteger } from './checks.js';
import {
  type DeviceIdentification,
  decodeIdentification,
  encodeIdentification,
  identificationMismatch,
  MEI_DEVICE_IDENTIFICATION,
  type ReadDeviceIdentification,
} from './device-identification.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';

/** CANopen general reference: its layout belongs to CiA, so the bytes are carried as they are. */
export const MEI_CANOPEN = 13;

export interface CanopenReference {
  readonly meiType: typeof MEI_CANOPEN;
  /** Up to 251 bytes. */
  readonly data: Uint8Array;
}

export type EncapsulatedRequest = CanopenReference | ReadDeviceIdentification;
export type EncapsulatedResponse = CanopenReference | DeviceIdentification;

function encodeCanopen({ data }: CanopenReference): Uint8Array {
  if (data.length > 251)
    throw new UsageError(`a CANopen reference has at most 251 bytes, not ${data.length}`);
  return Uint8Array.of(43, MEI_CANOPEN, ...data);
}

const MEI_NAMES: ReadonlyMap<number, string> = new Map([
  [MEI_CANOPEN, 'CANopen general reference'],
  [MEI_DEVICE_IDENTIFICATION, 'read device identification'],
]);

/** The MEI type, checked; the reader stands behind it. */
function meiTypeOf(reader: PduReader): typeof MEI_CANOPEN | typeof MEI_DEVICE_IDENTIFICATION {
  const meiType = reader.u8('MEI type', type => MEI_NAMES.get(type));
  if (meiType === MEI_CANOPEN || meiType === MEI_DEVICE_IDENTIFICATION) return meiType;
  throw new PduError('function', `MEI type ${meiType} is reserved`);
}

/**
 * Function 43, sections 6.19 to 6.21 of the application protocol.
 *
 *     request   2B  meiType  …      13: opaque      14: readDeviceIdCode  objectId
 *     response  2B  meiType  …      13: opaque      14: see device-identification.ts
 */
export const encapsulatedInterface: PduCodec<EncapsulatedRequest, EncapsulatedResponse> = {
  code: 43,
  name: 'encapsulated interface',
  repeatable: ({ meiType }) => meiType === MEI_DEVICE_IDENTIFICATION,
  requestLength: {
    fixed: 4,
    when: { at: 1, equals: MEI_DEVICE_IDENTIFICATION, otherwise: { fixed: 0, open: true } },
  },
  responseLength: {
    fixed: 7,
    walk: { countAt: 6, from: 7, head: 2, lengthAt: 1 },
    when: { at: 1, equals: MEI_DEVICE_IDENTIFICATION, otherwise: { fixed: 0, open: true } },
  },
  encodeRequest(request) {
    if (request.meiType === MEI_CANOPEN) return encodeCanopen(request);
    checkInteger('read device id code', request.readDeviceIdCode, 1, 4);
    checkInteger('object id', request.objectId, 0, 255);
    return Uint8Array.of(43, MEI_DEVICE_IDENTIFICATION, request.readDeviceIdCode, request.objectId);
  },
  decodeRequest(pdu) {
    const reader = new PduReader(pdu);
    const meiType = meiTypeOf(reader);
    if (meiType === MEI_CANOPEN) return { meiType, data: reader.bytes(reader.left, 'CANopen data').slice() };
    reader.expectLeft(2);
    const readDeviceIdCode = reader.u8('read device id code');
    if (readDeviceIdCode < 1 || readDeviceIdCode > 4) {
      throw new PduError('value', `read device id code ${readDeviceIdCode} is not 1 to 4`);
    }
    return { meiType, readDeviceIdCode, objectId: reader.u8('object id') };
  },
  encodeResponse: response =>
    response.meiType === MEI_CANOPEN ? encodeCanopen(response) : encodeIdentification(response),
  decodeResponse(pdu) {
    const reader = new PduReader(pdu);
    const meiType = meiTypeOf(reader);
    if (meiType === MEI_CANOPEN) return { meiType, data: reader.bytes(reader.left, 'CANopen data').slice() };
    return decodeIdentification(reader);
  },
  replyForm: request =>
    request.meiType === MEI_CANOPEN
      ? { head: Uint8Array.of(43, MEI_CANOPEN) }
      : { head: Uint8Array.of(43, MEI_DEVICE_IDENTIFICATION, request.readDeviceIdCode) },
  mismatch(request, response) {
    if (request.meiType !== response.meiType) {
      return { code: 'wrong-echo', message: `MEI type ${response.meiType} came, not ${request.meiType}` };
    }
    if (request.meiType === MEI_CANOPEN || response.meiType === MEI_CANOPEN) return undefined;
    return identificationMismatch(request, response);
  },
  describeRequest: request =>
    request.meiType === MEI_CANOPEN
      ? `CANopen reference, ${request.data.length} bytes`
      : `read device identification, code ${request.readDeviceIdCode}, object ${request.objectId}`,
  describeResponse: response =>
    response.meiType === MEI_CANOPEN
      ? `CANopen reference, ${response.data.length} bytes`
      : `device identification: ${response.objects.map(({ id, value }) => `${id}=${latin1(value)}`).join(', ')}`,
};

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
