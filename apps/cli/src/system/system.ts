/** What is to be known of a file. */
export interface FileFacts {
  readonly uid: number;
  readonly gid: number;
  /** Permission bits. */
  readonly mode: number;
}

/** The process that has a port locked. */
export interface Lock {
  /** 0 when it belongs to another container. */
  readonly pid: number;
  readonly command: string | undefined;
}

/** What is looked at of the machine: replaced in tests, so that they need no hardware. What cannot be read is undefined. */
export interface System {
  readonly platform: string;
  readonly user: { readonly name: string | undefined; readonly groups: readonly number[] };
  readFile(path: string): Promise<string | undefined>;
  readLink(path: string): Promise<string | undefined>;
  /** The path without links. */
  realPath(path: string): Promise<string | undefined>;
  list(folder: string): Promise<string[] | undefined>;
  facts(path: string): Promise<FileFacts | undefined>;
  /** Whether this user may read and write it. */
  mayOpen(path: string): Promise<boolean>;
  /** Who has it locked, as far as the platform tells. */
  lockHolder(path: string): Promise<Lock | undefined>;
}
