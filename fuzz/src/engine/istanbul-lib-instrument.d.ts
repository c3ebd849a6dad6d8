/** What is used of it: it comes without types. */
declare module 'istanbul-lib-instrument' {
  export interface Instrumenter {
    instrumentSync(code: string, filename: string): string;
  }
  export function createInstrumenter(options: { esModules: boolean; compact: boolean }): Instrumenter;
}
