/** A value as it is printed: with exactly its decimals, or `on` and `off`. */
export function formatValue(value: number | boolean, decimals: number): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  // The double nearest to a decimal number of at most 15 digits prints as that number again.
  return value.toFixed(decimals);
}

/** What a read prints: the bare value, or one line of address and value each. */
export function formatValues(result: {
  address: number;
  values: readonly (number | boolean)[];
  decimals: number;
}): string[] {
  const { address, values, decimals } = result;
  const texts = values.map(value => formatValue(value, decimals));
  if (texts.length === 1) return texts;
  const width = String(address + texts.length - 1).length;
  return texts.map((text, index) => `${String(address + index).padStart(width)}  ${text}`);
}
