import type { OutputRange } from '../values/type-codes.js';

/** One simulated analog output, which moves at a limited rate to what it was told. Values in V or mA. */
export class OutputChannel {
  commanded = 0;
  powerOn = 0;
  safe = 0;
  #from = 0;
  #since = 0;
  /** Units per second; undefined: at once. */
  #slew: number | undefined;

  /** Where the output is at the time `now`. */
  present(now: number): number {
    if (this.#slew === undefined) return this.commanded;
    const way = this.commanded - this.#from;
    const most = this.#slew * ((now - this.#since) / 1000);
    const moved = Math.min(Math.abs(way), most);
    return Math.round((this.#from + Math.sign(way) * moved) * 1000) / 1000;
  }

  /** @param code 0 at once; then 0.0625 V/s (0.125 mA/s), double with each step. */
  move(to: number, now: number, code: number, { unit }: OutputRange): void {
    this.#from = this.present(now);
    this.#since = now;
    this.#slew = code === 0 ? undefined : (unit === 'mA' ? 0.125 : 0.0625) * 2 ** (code - 1);
    this.commanded = to;
  }
}
