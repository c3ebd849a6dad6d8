/** Whether the first `count` bytes of `head` stand at `at`. */
export function headMatches(bytes: Uint8Array, at: number, head: Uint8Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (bytes[at + i] !== head[i]) return false;
  return true;
}
