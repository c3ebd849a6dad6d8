import { createRequire } from 'node:module';

/** Loads the native driver of serial ports. @throws {Error} it is absent or broken. */
export async function loadDriver(): Promise<{ version: string | undefined }> {
  const { SerialPort } = await import('serialport');
  // The native part is loaded with the binding.
  if (SerialPort.binding === undefined) throw new Error('it has no binding');
  return { version: versionOf('serialport') };
}

function versionOf(name: string): string | undefined {
  try {
    return (createRequire(import.meta.url)(`${name}/package.json`) as { version?: string }).version;
  } catch {
    return undefined;
  }
}
