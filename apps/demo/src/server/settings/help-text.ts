import { type Flag, flagNames, flags, flagUsage } from './flags.js';

/** What `--help` shows. */
export function helpText(): string {
  const width = Math.max(...flagNames.map(name => flagUsage(name).length));
  const rows = flagNames.map(name => {
    const { text, multiple }: Flag = flags[name];
    return `  ${flagUsage(name).padEnd(width)}  ${text.replaceAll('`', '')}${multiple ? ' Repeatable.' : ''}`;
  });
  return `Owns serial lines, and lets people and programs elsewhere talk to the instruments on them.

Without flags the lines and their instruments are simulated.

${rows.join('\n')}

Examples
  npm run demo
  npm run demo -- --port /dev/ttyUSB0 --baud 9600 --instrument dcon:02:7044
  npm run demo -- --config plant.yaml
`;
}
