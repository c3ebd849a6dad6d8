import { bytesOf, type FrameVector } from '../vectors.js';

const data = (hex: string) => bytesOf(hex);

/** The fields of a decoded PDU as the codecs name them. */
export function fieldsOf({ functionCode, direction, decoded }: FrameVector): Record<string, unknown> {
  const asked = direction === 'request';
  const { startAddress, quantity, address, registers, bits } = decoded;
  switch (functionCode) {
    case 5:
      return { address, state: decoded.state };
    case 6:
      return { address, value: decoded.value };
    case 7:
      return asked ? {} : { status: decoded.status };
    case 8:
      return { subFunction: decoded.subFunction, data: data(decoded.data) };
    case 11:
      return asked ? {} : { status: decoded.status, eventCount: decoded.eventCount };
    case 12: {
      const { status, eventCount, messageCount, events } = decoded;
      return asked ? {} : { status, eventCount, messageCount, events };
    }
    case 15:
    case 16:
      if (!asked) return { startAddress, quantity };
      return functionCode === 15 ? { startAddress, bits: bits.map(Boolean) } : { startAddress, registers };
    case 17:
      return asked ? {} : { data: data(decoded.data) };
    case 20:
      if (!asked)
        return { subResponses: decoded.subResponses.map((part: { registers: number[] }) => part.registers) };
      return {
        subRequests: decoded.subRequests.map(({ referenceType, ...range }: Record<string, number>) => range),
      };
    case 21:
      return {
        subRequests: decoded.subRequests.map(
          ({ referenceType, recordLength, ...record }: Record<string, unknown>) => record,
        ),
      };
    case 22:
      return { address, andMask: decoded.andMask, orMask: decoded.orMask };
    case 23: {
      const { readStartAddress, readQuantity, writeStartAddress } = decoded;
      return asked ? { readStartAddress, readQuantity, writeStartAddress, registers } : { registers };
    }
    case 24:
      return asked ? { fifoPointerAddress: decoded.fifoPointerAddress } : { registers };
    case 43: {
      const { meiType, readDeviceIdCode, objectId, conformityLevel, moreFollows, nextObjectId, objects } =
        decoded;
      if (asked) return { meiType, readDeviceIdCode, objectId };
      return {
        meiType,
        readDeviceIdCode,
        conformityLevel,
        moreFollows: moreFollows === 0xff,
        nextObjectId,
        objects: objects.map(({ id, value }: { id: number; value: string }) => ({ id, value: data(value) })),
      };
    }
    default:
      if (asked) return { startAddress, quantity };
      return bits ? { bits: bits.map(Boolean) } : { registers };
  }
}
