import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAPTURED_PORT, type Captured, pcapFile } from './pcap.ts';
import { runToEnd } from './program.ts';
import { makeFolder, removeFolder } from './run-folder.ts';

/** What tshark found in one frame: by field, all its values in their order. Fields that it did not find are absent. */
export type Dissected = Readonly<Record<string, readonly string[]>>;

const SEPARATOR = '\t';
const AGGREGATOR = ';';

/** Lets tshark dissect a conversation, frame by frame. */
export async function dissect(
  conversation: readonly Captured[],
  dissector: 'mbtcp' | 'mbrtu',
  fields: readonly string[],
): Promise<Dissected[]> {
  const folder = makeFolder('capture');
  try {
    const file = join(folder, 'capture.pcap');
    writeFileSync(file, pcapFile(conversation));
    const output = [
      '-T',
      'fields',
      '-E',
      `separator=/t`,
      '-E',
      'occurrence=a',
      '-E',
      `aggregator=${AGGREGATOR}`,
    ];
    const { code, stdout, stderr } = await runToEnd('tshark', [
      ...['-n', '-r', file, '-d', `tcp.port==${CAPTURED_PORT},${dissector}`],
      ...['-o', 'mbrtu.crc_verification:TRUE', ...output],
      ...fields.flatMap(field => ['-e', field]),
    ]);
    if (code !== 0) throw new Error(`tshark ended with ${code}: ${stderr}`);
    const lines = stdout.split('\n').slice(0, -1);
    return lines.map(line =>
      Object.fromEntries(
        line
          .split(SEPARATOR)
          .map((cell, index) => [fields[index]!, cell === '' ? undefined : cell.split(AGGREGATOR)] as const)
          .filter((entry): entry is [string, string[]] => entry[1] !== undefined),
      ),
    );
  } finally {
    removeFolder(folder);
  }
}
