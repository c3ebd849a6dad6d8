/**
 * The environment variable that stands in for a flag; undefined for `--help` and `--version`.
 *
 * @example variableOf('max-age') // 'BUS_MAX_AGE'
 */
export function variableOf(flag: string): string | undefined {
  if (flag === 'help' || flag === 'version') return undefined;
  return `BUS_${flag.toUpperCase().replaceAll('-', '_')}`;
}
