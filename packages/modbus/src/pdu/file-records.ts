import { UsageError } from '@bus/line';
import { checkInteger } from './checks.js';
import { PduError } from './pdu-error.js';
import type { PduReader } from './pdu-reader.js';

/** The only reference type that the specification knows. */
export const REFERENCE_TYPE = 6;
/** Records of a file are 0..9999. */
export const MAX_RECORD = 9999;

/** Registers of one file. */
export interface FileRange {
  /** 1..65535. */
  readonly fileNumber: number;
  /** 0..9999. */
  readonly recordNumber: number;
  /** Registers, at least 1. */
  readonly recordLength: number;
}

/** @throws {UsageError} outside the limits of the specification. */
export function checkFileRange({ fileNumber, recordNumber, recordLength }: FileRange): void {
  checkInteger('file number', fileNumber, 1, 65_535);
  checkInteger('record number', recordNumber, 0, MAX_RECORD);
  checkInteger('record length', recordLength, 1, 124);
  if (recordNumber + recordLength > MAX_RECORD + 1) {
    throw new UsageError(`${recordLength} records from ${recordNumber} reach beyond record ${MAX_RECORD}`);
  }
}

/** `06 file(2) record(2) length(2)`: what functions 20 and 21 share. */
export function fileRangeBytes({ fileNumber, recordNumber, recordLength }: FileRange): number[] {
  return [
    REFERENCE_TYPE,
    ...[fileNumber, recordNumber, recordLength].flatMap(word => [word >> 8, word & 255]),
  ];
}

/** A range as it stands in a request, and what is wrong with its reference, if anything. */
export function readFileRange(reader: PduReader): { range: FileRange; fault: string | undefined } {
  const referenceType = reader.u8('reference type');
  const range = {
    fileNumber: reader.u16('file number'),
    recordNumber: reader.u16('record number'),
    recordLength: reader.u16('record length'),
  };
  return { range, fault: referenceFault(referenceType, range) };
}

function referenceFault(
  referenceType: number,
  { fileNumber, recordNumber, recordLength }: FileRange,
): string | undefined {
  if (referenceType !== REFERENCE_TYPE) return `reference type ${referenceType} is not ${REFERENCE_TYPE}`;
  if (fileNumber === 0) return 'file number 0';
  if (recordNumber > MAX_RECORD) return `record number ${recordNumber} above ${MAX_RECORD}`;
  if (recordNumber + recordLength > MAX_RECORD + 1) return `records beyond ${MAX_RECORD}`;
  return undefined;
}

/** @throws {PduError} `reference` */
export function requireReference(fault: string | undefined): void {
  if (fault !== undefined) throw new PduError('reference', fault);
}

export function describeRange({ fileNumber, recordNumber, recordLength }: FileRange): string {
  return `file ${fileNumber} record ${recordNumber}, ${recordLength}`;
}
