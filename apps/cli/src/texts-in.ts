/** What a command line says besides flags, in its order: oclif's `argv` sorts out what stands there twice. */
export function textsIn(raw: readonly { readonly type: string; readonly input: string }[]): string[] {
  return raw.filter(({ type }) => type === 'arg').map(({ input }) => input);
}
