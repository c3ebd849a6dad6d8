/** How often each write was carried out. */
export class WriteCounts {
  readonly #counts = new Map<string, number>();

  note(unit: number, address: number, value: number): void {
    const key = `${unit} ${address} ${value}`;
    this.#counts.set(key, this.of(unit, address, value) + 1);
  }

  of(unit: number, address: number, value: number): number {
    return this.#counts.get(`${unit} ${address} ${value}`) ?? 0;
  }
}
