import { TransportError } from '@bus/line';

/** The watcher of a descriptor that the native part keeps on Unix: a single handler for both directions. */
export interface DescriptorWatcher {
  on(event: 'readable' | 'writable', listener: (error: Error | null) => void): unknown;
  removeAllListeners(event: 'readable' | 'writable'): unknown;
  /** Watches for exactly these events (1 readable, 2 writable) until one of them comes. */
  poll(events: number): void;
}

/** The control lines that can be set. CTS and DSR are inputs, and `brk` holds the line in the break condition. */
export interface ControlLines {
  readonly brk: boolean;
  readonly cts: boolean;
  readonly dsr: boolean;
  readonly dtr: boolean;
  readonly rts: boolean;
}

/** An open port, as the native part of `serialport` gives it. */
export interface NativePort {
  /** Unix only: the descriptor, which does not block. */
  readonly fd?: number | null;
  /** Unix only. */
  readonly poller?: DescriptorWatcher;
  read(buffer: Buffer, offset: number, length: number): Promise<{ bytesRead: number }>;
  write(buffer: Buffer): Promise<void>;
  drain(): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
  /** Sets the control lines; those that are not named are cleared. */
  set(lines: ControlLines): Promise<void>;
  getBaudRate(): Promise<{ baudRate: number }>;
}

/** What is used of the native part of `serialport`. */
export interface NativeBinding {
  open(options: object): Promise<NativePort>;
  list(): Promise<{ path: string; [field: string]: string | undefined }[]>;
}

interface SerialPortModule {
  SerialPort?: { binding: NativeBinding };
  default?: { SerialPort?: { binding: NativeBinding } };
}

/**
 * Loads the optional package `serialport` and returns its native part. Nothing is loaded before a port is opened or listed.
 *
 * @throws {TransportError} `driver-missing`: the package is not installed, or its native part does not load here.
 */
export async function loadBinding(
  load: () => Promise<unknown> = () => import('serialport'),
): Promise<NativeBinding> {
  let module: SerialPortModule;
  try {
    module = (await load()) as SerialPortModule;
  } catch (error) {
    throw isAbsent(error) ? absent(error) : broken((error as Error).message, error);
  }
  const binding = module.SerialPort?.binding ?? module.default?.SerialPort?.binding;
  if (!binding) throw broken('it has no SerialPort.binding');
  return binding;
}

/** Is it the package itself that is missing, and not something that it needs? */
function isAbsent(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'ERR_MODULE_NOT_FOUND' && /package 'serialport'/.test(String(message));
}

function absent(cause: unknown): TransportError {
  return new TransportError(
    'driver-missing',
    "the package 'serialport' is not installed: npm install serialport",
    {
      hint: 'Only serial ports need it; install it in the project that opens one: npm install serialport',
      cause,
    },
  );
}

function broken(why: string, cause?: unknown): TransportError {
  const firstLine = why.split('\n', 1)[0];
  return new TransportError('driver-missing', `the package 'serialport' cannot be used: ${firstLine}`, {
    hint: `Install it anew on this machine (${process.platform} ${process.arch}, Node ${process.version}): npm install --force serialport`,
    cause,
  });
}
