import { readFileSync } from 'node:fs';
import { type ModbusFraming, mbapFraming, rtuFraming } from '@bus/modbus';
import { connect } from '@bus/modbus/node';
import { expect, it } from 'vitest';
import { expectedOf } from '../support/expected-dissection.ts';
import { OurServer } from '../support/our-server.ts';
import { PATIENCE } from '../support/patience.ts';
import type { Captured } from '../support/pcap.ts';
import { record } from '../support/record.ts';
import { type Dissected, dissect } from '../support/tshark.ts';
import { useEverything } from '../support/use-everything.ts';
import { urlOf } from '../support/wires.ts';
import { describeWith } from './describe-with.ts';

const mbap = mbapFraming();
/** tshark overlooks RTU frames of four bytes, and those to everybody. */
const isKnownRtu = (frame: Uint8Array) => frame.length > 4 && frame[0] !== 0;
/** The functions of which tshark can tell whether an RTU frame asks or answers. */
const TOLD_APART = [1, 2, 3, 4, 15, 16];

/** What tshark should find in each frame of a conversation, by what our codecs and framing find. */
function expectedIn(conversation: readonly Captured[], framing: ModbusFraming): Dissected[] {
  let asked: unknown;
  return conversation.map(({ side, bytes }) => {
    const { unit, pdu } = framing.unwrap(bytes);
    const expected = expectedOf(pdu, side, asked);
    asked = expected.asked;
    return { ...headerOf(framing, bytes, unit), ...expected.fields };
  });
}

function headerOf(framing: ModbusFraming, bytes: Uint8Array, unit: number): Dissected {
  if (framing !== mbap) return { 'mbrtu.unit_id': [String(unit)], 'mbrtu.crc16.status': ['1'] };
  const transaction = mbap.multiplex!.idOf(bytes)!;
  return { 'mbtcp.trans_id': [String(transaction)], 'mbtcp.unit_id': [String(unit)] };
}

const fieldsOf = (expected: readonly Dissected[]) => [...new Set(expected.flatMap(Object.keys))];
const only = (dissected: Dissected, fields: readonly string[]): Dissected =>
  Object.fromEntries(Object.entries(dissected).filter(([field]) => fields.includes(field)));

/** Our client and our server use every function; what went over the connection, frame by frame. */
async function ourConversation(wire: 'TCP' | 'RTU over TCP'): Promise<Captured[]> {
  const server = await OurServer.open(wire);
  try {
    const client = await connect(urlOf(wire, server.place), { timeout: PATIENCE, retries: 0 });
    const conversation: Captured[] = [];
    client.line.on('trace', ({ direction, bytes }) => {
      conversation.push({ side: direction === 'sent' ? 'request' : 'response', bytes });
    });
    await useEverything(client.unit(1));
    await client.close();
    return conversation;
  } finally {
    await server.dispose();
  }
}

interface Vector {
  readonly direction: 'request' | 'response';
  readonly hex: string;
  readonly functionCode: number;
  readonly valid: boolean;
}

/** The sound frames of a vector file, each on a connection of its own. */
function vectors(name: string): Captured[] {
  const file = new URL(`../../packages/modbus/test/vectors/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as Vector[])
    .filter(({ valid }) => valid)
    .map(({ direction, hex }, connection) => ({
      side: direction,
      bytes: Uint8Array.from(Buffer.from(hex, 'hex')),
      connection,
    }));
}

describeWith(['tshark'], 'tshark and our decoder', () => {
  it('find the same in every function, asked, answered and refused, over TCP', async () => {
    const conversation = await ourConversation('TCP');
    const expected = expectedIn(conversation, mbap);
    const found = await dissect(conversation, 'mbtcp', fieldsOf(expected));
    expect(found).toHaveLength(conversation.length);
    for (const [index, fields] of expected.entries())
      expect(only(found[index]!, Object.keys(fields))).toEqual(fields);
    const functions = new Set(expected.map(fields => fields['modbus.func_code']![0]));
    expect(functions.size).toBe(19);
    record({ peer: 'tshark', role: 'client', wire: 'TCP', what: 'dissection' });
  });

  it('find the same in RTU frames, as far as tshark can tell requests from answers', async () => {
    const conversation = (await ourConversation('RTU over TCP')).filter(({ bytes }) => isKnownRtu(bytes));
    const expected = expectedIn(conversation, rtuFraming);
    const found = await dissect(conversation, 'mbrtu', fieldsOf(expected));
    expect(found).toHaveLength(conversation.length);
    for (const [index, fields] of expected.entries()) {
      const whole = TOLD_APART.includes(Number(fields['modbus.func_code']![0]));
      const certain = ['mbrtu.unit_id', 'mbrtu.crc16.status', 'modbus.func_code', 'modbus.exception_code'];
      const compared = whole ? Object.keys(fields) : certain;
      expect(only(found[index]!, compared)).toEqual(only(fields, compared));
    }
    record({ peer: 'tshark', role: 'client', wire: 'RTU over TCP', what: 'dissection' });
  });

  it.each([
    ['modbus-tcp', 'mbtcp', mbap],
    ['modbus-rtu', 'mbrtu', rtuFraming],
  ] as const)(
    'find the same unit, function and exception in the vectors %s',
    async (name, dissector, framing) => {
      const frames = vectors(name).filter(({ bytes }) => framing === mbap || isKnownRtu(bytes));
      const certain = frames.map(({ bytes }): Dissected => {
        const { unit, pdu } = framing.unwrap(bytes);
        const code = { 'modbus.func_code': [String(pdu[0]! & 0x7f)] };
        const exception: Dissected = pdu[0]! > 0x7f ? { 'modbus.exception_code': [String(pdu[1])] } : {};
        return { ...headerOf(framing, bytes, unit), ...code, ...exception };
      });
      const found = await dissect(frames, dissector, fieldsOf(certain));
      expect(frames.length).toBeGreaterThan(200);
      expect(found).toEqual(certain);
    },
  );

  it('find the same in all requests of the vectors modbus-tcp', async () => {
    const requests = vectors('modbus-tcp').filter(({ side }) => side === 'request');
    const expected = expectedIn(requests, mbap);
    const found = await dissect(requests, 'mbtcp', fieldsOf(expected));
    expect(requests.length).toBeGreaterThan(100);
    for (const [index, fields] of expected.entries())
      expect(only(found[index]!, Object.keys(fields))).toEqual(fields);
  });
});
