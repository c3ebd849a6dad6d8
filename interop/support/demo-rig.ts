import { type SimulatedDigitalModule, simulatedDigital } from '@bus/dcon';
import { Responder } from '@bus/line';
import { serialTransport } from '@bus/transport-node';
import { type RunningServer, readSettings, type ServerSettings, startServer } from 'demo/server';
import { PtyPair } from './pty.ts';

const BAUD = 9600;

/** A simulated I-7044 at one end of a cable, and the server that owns the other end. */
export class DemoRig {
  readonly module: SimulatedDigitalModule;
  /** What went wrong in the server or while answering. */
  readonly errors: unknown[] = [];
  readonly #cable: PtyPair;
  #responder: Responder | undefined;
  #server: RunningServer | undefined;

  private constructor(cable: PtyPair) {
    this.#cable = cable;
    this.module = simulatedDigital('7044', { address: 0x02 });
  }

  /** @param flags of the server, besides those of its line. */
  static async open(flags: readonly string[] = []): Promise<DemoRig> {
    const rig = new DemoRig(await PtyPair.open());
    try {
      await rig.#connectModule();
      await rig.startServer(['--http', '0', '--tcp', '0', ...flags]);
      return rig;
    } catch (error) {
      await rig.dispose();
      throw error;
    }
  }

  get httpUrl(): string {
    return this.#server!.httpUrl!;
  }
  get tcpUrl(): string {
    return this.#server!.tcpUrl!;
  }
  get line(): RunningServer['lines'][number] {
    return this.#server!.lines[0]!;
  }

  async startServer(flags: readonly string[]): Promise<void> {
    // The longest time-out that there is: the module answers everything that it is asked.
    const line = ['--port', `rs485=${this.#cable.ours}`, '--baud', String(BAUD), '--timeout', '10000'];
    const settings = await readSettings([...line, '--instrument', 'dcon:02:7044', ...flags]);
    this.#server = await startServer(settings as ServerSettings, {
      report: error => this.errors.push(error),
    });
  }

  async stopServer(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  /** The port vanishes, as a USB adapter does that is pulled out; the module loses its power. */
  async unplug(): Promise<void> {
    await this.#cable.unplug();
    await this.#responder?.close();
  }

  async plugIn(): Promise<void> {
    await this.#cable.plugIn(() => this.#connectModule());
  }

  async #connectModule(): Promise<void> {
    this.#responder = new Responder(serialTransport({ path: this.#cable.theirs, baudRate: BAUD }), {
      framing: this.module.framing,
      answer: frame => this.module.answer(frame),
      // A cable that was pulled is no mistake.
      onError: () => undefined,
    });
    await this.#responder.open();
  }

  async dispose(): Promise<void> {
    await this.stopServer();
    await this.#responder?.close();
    await this.#cable.dispose();
  }
}
