/** `data-bits` as a type: `dataBits`. */
export type CamelCase<Name> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** Flags as the options of a service. */
export type OptionsOf<Flags> = { [Name in keyof Flags as CamelCase<Name>]: Flags[Name] };

/**
 * The flags of a command, named as the options of its service.
 *
 * @example camelCase({ 'data-bits': 8, port: 'COM3' }) // { dataBits: 8, port: 'COM3' }
 */
export function camelCase<const Flags extends object>(flags: Flags): OptionsOf<Flags> {
  const renamed = Object.entries(flags).map(([name, value]) => [
    name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(renamed);
}
