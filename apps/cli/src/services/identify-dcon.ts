import type { DconModule } from '@bus/dcon';
import type { Connection } from '../connect.js';
import { formatDconAddress, parseDconAddress } from '../dcon-address.js';
import { askIdentity, type Identified } from './identify.js';

/** `$AAM`, `$AAF` and `$AA2`, without a checksum and then with one unless it is known. */
export async function identifyDcon(
  { line }: Connection,
  address: string,
  checksum: 'off' | 'on' | undefined,
  signal: AbortSignal | undefined,
): Promise<Identified> {
  const unit = parseDconAddress(address);
  const { DconClient } = await import('@bus/dcon');
  const client = new DconClient(line);
  const settings = checksum === undefined ? [false, true] : [checksum === 'on'];
  let found = nothingOf(unit, settings[0]!);
  for (const withChecksum of settings) {
    found = nothingOf(unit, withChecksum);
    await askModule(client.module(unit, { checksum: withChecksum }), found, signal);
    if (found.answers.some(({ outcome }) => outcome !== 'silent')) break;
  }
  return found;
}

function nothingOf(unit: number, checksum: boolean): Identified {
  const framing = checksum ? 'dcon+checksum' : 'dcon';
  return { framing, unit, address: formatDconAddress(unit), facts: [], answers: [] };
}

async function askModule(
  module: DconModule,
  found: Identified,
  signal: AbortSignal | undefined,
): Promise<void> {
  const call = signal === undefined ? {} : { signal };
  const { address } = found;
  const name = await askIdentity(found, `$${address}M`, () => module.name(call));
  // Without an answer to the name nobody is there, and the other questions only take time.
  if (found.answers[0]?.outcome === 'silent') return;
  if (name !== undefined) {
    const { familyOf } = await import('@bus/dcon');
    const family = familyOf(name);
    found.facts.push({ name: 'model', value: family?.title ?? name });
    found.facts.push({ name: 'name', value: name });
    if (family !== undefined) found.facts.push({ name: 'kind', value: family.kind });
  }
  const firmware = await askIdentity(found, `$${address}F`, () => module.firmware(call));
  if (firmware !== undefined) found.facts.push({ name: 'firmware', value: firmware });
  const configuration = await askIdentity(found, `$${address}2`, () => module.configuration(call));
  if (configuration === undefined) return;
  const { baudRate, serialFormat, checksum, typeCode, format } = configuration;
  found.facts.push(
    { name: 'stored address', value: formatDconAddress(configuration.address) },
    { name: 'stored line', value: `${baudRate} bit/s, ${serialFormat}, checksum ${checksum ? 'on' : 'off'}` },
    { name: 'type code', value: formatDconAddress(typeCode) },
    ...(format === undefined ? [] : [{ name: 'data format', value: format }]),
  );
}
