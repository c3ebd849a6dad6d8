import crcCalculator from 'crc/calculators/crc16modbus';
import crcPublic from 'crc/crc16modbus';
import modbusSerialCrc from 'modbus-serial/utils/crc16.js';
import { crc as polycrc } from 'polycrc';
import { checksumInputs, coreOrThrow, jsChecksums, publicChecksums } from '../checksum-data.js';
import { checkAgreement, compileDriver } from '../driver.js';
import type { MeasureOptions } from '../measure.js';
import type { CaseResult, SuiteResult } from '../suite.js';
import { formatRatio, formatSize, formatTable, formatTime } from '../table.js';
import { type Compared, compare, fastestRival, type Way, wayOf } from './comparison.js';
import { usualCrc16 } from './usual-crc.js';

const SIZES = [8, 64, 256, 4096, 1048576];
const CALL = 'sink ^= f(views[i & mask]);';

/** What others offer; jsmodbus uses `crc`. Each is given Buffers, which it prefers. */
const RIVALS: Readonly<Record<string, (bytes: Buffer) => number>> = {
  'table in JS': usualCrc16,
  'crc, calculator': bytes => crcCalculator(bytes),
  'crc, public': bytes => crcPublic(bytes),
  polycrc: polycrc(16, 0x8005, 0xffff, 0, true),
  'modbus-serial': modbusSerialCrc,
};

function waysOf(size: number): Way[] {
  const { views, offsets, mask } = checksumInputs(size);
  const buffers = views.map(view => Buffer.from(view.buffer, view.byteOffset, view.length));
  const way = (name: string, ours: boolean, scope: object, body: string): Way => ({
    ...{ name, ours },
    run: compileDriver(`rival crc ${name} ${size}`, { ...scope, mask, size }, body),
  });
  const ways = [
    way('ours, resident', true, { offsets, f: coreOrThrow().crc16 }, 'sink ^= f(offsets[i & mask], size);'),
    way('ours, public', true, { views, f: publicChecksums.crc16 }, CALL),
    way('ours, JS only', true, { views, f: jsChecksums.crc16 }, CALL),
    ...Object.entries(RIVALS).map(([name, f]) => way(name, false, { views: buffers, f }, CALL)),
  ];
  checkAgreement(
    `CRC-16 of ${size} bytes`,
    ways.map(({ run }) => run),
    mask + 1,
  );
  return ways;
}

/** The CRC that every program for serial Modbus needs, against those that programs for Node use. */
export function crcRivalsSuite(options: MeasureOptions): SuiteResult {
  const rows = SIZES.map(size => ({ size, compared: compare(waysOf(size), options) }));
  const head = ['', 'time', ...SIZES.map(formatSize)].filter(title => title !== 'time');
  const names = rows[0]!.compared.map(({ name }) => name);
  const times = names.map(name => [
    name,
    ...rows.map(({ compared }) => formatTime(wayOf(compared, name).medianNs)),
  ]);
  const ratios = names
    .filter(name => name.startsWith('ours'))
    .map(name => [
      `${name}, to the fastest package`,
      ...rows.map(({ compared }) => formatRatio(toPackage(compared, name))),
    ]);
  return {
    title: 'CRC-16 against other packages',
    text: [formatTable(head, [...times, ...ratios])],
    cases: rows.flatMap(({ size, compared }) =>
      compared.map(
        ({ name, medianNs }): CaseResult => ({
          case: `crc16 ${formatSize(size)}, ${name}`,
          bytes: size,
          medianNs,
          ratio: toPackage(compared, name),
        }),
      ),
    ),
    jsWins: [],
    metrics: Object.fromEntries(rows.flatMap(({ size, compared }) => metricsOf(formatSize(size), compared))),
  };
}

/** Against the fastest that can be installed; the table in JS is no package. */
function toPackage(compared: readonly Compared[], name: string): number {
  const packages = compared.filter(way => way.name !== 'table in JS');
  return wayOf(compared, name).against(fastestRival(packages));
}

function metricsOf(size: string, compared: readonly Compared[]): [string, number][] {
  const resident = wayOf(compared, 'ours, resident');
  return [
    [`crc16, ${size}: resident to best package`, toPackage(compared, 'ours, resident')],
    [`crc16, ${size}: JS to best package`, toPackage(compared, 'ours, JS only')],
    [`crc16, ${size}: resident to table in JS`, resident.against('table in JS')],
  ];
}
