/** What is read or written: `holding 289`, or `holding 289 to 291`. */
export function describeTarget(table: string, address: number, count: number): string {
  return count === 1 ? `${table} ${address}` : `${table} ${address} to ${address + count - 1}`;
}
