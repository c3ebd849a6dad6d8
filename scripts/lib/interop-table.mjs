/** Makes docs/interop.md of what a run of the interop tests recorded, and finds the tables in it again. */

const MARK = '<!-- The tables below are made by `node scripts/interop.mjs --write-docs`. -->';

/** Things that are tried besides functions, in the order of the table. */
const OTHERS = [
  'exceptions',
  'unknown function',
  'unit that is not there',
  'broadcast writes',
  '1000 calls',
  '1000 calls, 16 open at once',
  'questions in a row',
  '16 questions at once',
  'restart of the server',
  'idle connection closed',
];

const WIRES = ['RTU', 'ASCII', 'TCP', 'UDP', 'RTU over TCP', 'ASCII over TCP'];

const ROLES = [
  { role: 'server', title: 'Our client asks their servers' },
  { role: 'client', title: 'Their clients ask our server' },
];

/** Functions by their number, then the others in their order. */
function rank(what) {
  const other = OTHERS.indexOf(what);
  return other < 0 ? Number.parseInt(what, 10) : 1000 + other;
}

/**
 * One table per direction: a row for each thing that was tried, a column for each peer and wire.
 *
 * @param {{ peer: string, role: string, wire: string, what: string, note?: string }[]} trials that passed.
 * @param {(what: string) => string | undefined} nameOf the name of a function by its number.
 */
export function tablesOf(trials, nameOf) {
  return ROLES.map(({ role, title }) => {
    const tried = trials.filter(trial => trial.role === role && trial.what !== 'dissection');
    return `## ${title}\n\n${tableOf(tried, nameOf)}`;
  }).join('\n');
}

function tableOf(trials, nameOf) {
  // Tests run in any order.
  const sorted = trials.toSorted(
    (one, other) => one.peer.localeCompare(other.peer) || WIRES.indexOf(one.wire) - WIRES.indexOf(other.wire),
  );
  const columns = [...new Set(sorted.map(({ peer, wire }) => `${peer} ${wire}`))];
  const rows = [...new Set(trials.map(({ what }) => what))].sort((a, b) => rank(a) - rank(b));
  const notes = [];
  const cell = (what, column) => {
    const trial = trials.find(
      candidate => candidate.what === what && `${candidate.peer} ${candidate.wire}` === column,
    );
    if (trial === undefined) return '–';
    if (trial.note === undefined) return 'yes';
    const note = `${trial.peer}: ${trial.note}`;
    if (!notes.includes(note)) notes.push(note);
    return `note ${notes.indexOf(note) + 1}`;
  };
  const name = what => (rank(what) < 1000 ? `${what} ${nameOf(what) ?? ''}`.trim() : what);
  const line = cells => `| ${cells.join(' | ')} |`;
  const lines = [
    line(['', ...columns]),
    line(['---', ...columns.map(() => '---')]),
    ...rows.map(what => line([name(what), ...columns.map(column => cell(what, column))])),
  ];
  const list = notes.map((note, index) => `${index + 1}. ${note}.`);
  return `${lines.join('\n')}\n${list.length === 0 ? '' : `\n${list.join('\n')}\n`}`;
}

/** The whole document. */
export function documentOf({ date, versions, tables }) {
  const peers = Object.entries(versions).map(([name, version]) => `- ${name} ${version}`);
  return `# Interoperability

The SDK speaks with other people's Modbus programs in both directions, in every function that the other side knows, up
to the largest requests that the other side can make or take. RTU and ASCII run over pseudo-terminals, the others over
sockets of one machine.

\`yes\`: both sides agree on every value. \`–\`: the other side does not know it, or it was not tried. A note says where the
other side departs from the specification, or can do less; what our side makes of that is tested as well.

Wireshark's dissector agrees with our decoder, frame by frame, on our own traffic in every function and on the frames of
the test vectors.

\`node scripts/interop.mjs\` repeats all this with those of the programs that the machine has, and fails when these tables
no longer say what it found.

Last run: ${date}, with

${peers.join('\n')}

${MARK}

${tables}`;
}

/** The tables inside a document; empty when it has none. */
export function tablesIn(document) {
  const at = document.indexOf(MARK);
  return at < 0 ? '' : document.slice(at + MARK.length).trim();
}
