import {
  allCommands,
  dconFraming,
  decodeReadings,
  describeAnswer,
  describeRequest,
  frameOf,
  rawQuestion,
  textOf,
  withoutChecksum,
} from '@bus/dcon';
import { UsageError } from '@bus/line';
import { Cursor } from '../cursor.js';
import { must, same, unlessRefused } from '../oracle.js';
import type { Target } from '../target.js';

const FRAMINGS = [dconFraming({ checksum: false }), dconFraming({ checksum: true })];
const FORMATS = ['engineering', 'percent', 'hex', 'ohms'] as const;

export const target: Target = {
  name: 'dcon-texts',
  promise:
    'the fields of a DCON text lead back to the text, wherever a template takes it; frames and readings are taken apart without an error',
  longest: 200,
  words: ['$01', '!01', '>+07.231', '?01', '#010', '@01', '~01', '\r', '-0000', '+9999.9', '       ', 'B7'],
  seeds: allCommands.flatMap(({ request, answers }) =>
    [request, ...answers].map(
      ({ source }) => `\u0000\u0000${source.replace('AA', '01').replace(/\{\w+:[^}]+\}/g, '1')}\r`,
    ),
  ),
  run(input) {
    const cursor = new Cursor(input);
    const [framing, format] = [cursor.pick(FRAMINGS), cursor.pick(FORMATS)];
    const bytes = cursor.rest();
    framing.describe(bytes, 'request');
    framing.unitOf?.(bytes);
    const found = textOf(bytes);
    if (found === undefined) return;
    const { text } = found;
    must(bytes.length >= text.length, 'the text is longer than its frame');
    const unwrapped = framing.unwrap(bytes);
    const bare = framing.checksum ? withoutChecksum(text) : text;
    same(unwrapped, bare, 'what stands in the frame');
    if (bare !== undefined)
      same(framing.unwrap(frameOf(bare, framing.checksum)), bare, 'a frame of its text');
    must(describeRequest(text).length > 0 && describeAnswer(text).length > 0, 'no description');
    for (const { request, answers } of allCommands) {
      for (const template of [request, ...answers]) {
        const decoded = template.decode(text);
        if (decoded === undefined) continue;
        same(template.encode(decoded.address ?? 0, decoded.fields), text, template.source);
        for (const { offset, length } of template.places(text) ?? [])
          must(offset + length <= text.length, `a field of ${template.source} reaches behind the end`);
      }
    }
    const readings = decodeReadings(text.slice(1), { format });
    if (readings !== undefined)
      same(readings.map(reading => reading.text).join(''), text.slice(1), 'the texts of the readings');
    unlessRefused(() => rawQuestion(text, {}), UsageError);
  },
};
