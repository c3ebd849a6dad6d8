/** One event of a stream, fit for JSON: `event` says which kind it is, so that readers can tell them apart. */
export interface StreamEvent {
  readonly event: string;
}
