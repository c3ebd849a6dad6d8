import { once } from 'node:events';
import { readSync, writeSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { mbapFraming, readHoldingRegisters, rtuFraming } from '@bus/modbus';
import { SerialPort } from 'serialport';
import { type Contender, START, type Task, UNIT } from '../contender.js';
import type { Reading, Tally } from '../reading.js';

/** The ceiling: a request made once is sent again for as many bytes as an answer has. Nothing is checked or decoded. */
export const bare: Contender = {
  connect: (place, task) => (task.medium === 'tcp' ? overTcp(place, task) : overSerial(place, task)),
};

const CHUNK = 65_536;

async function overTcp(place: string, task: Task): Promise<Reading> {
  const counter = new AnswerCounter(task, mbapFraming());
  const callback = (length: number): boolean => {
    counter.heard(length);
    return true;
  };
  const onread = { buffer: Buffer.alloc(CHUNK), callback };
  const socket = connectSocket({ host: '127.0.0.1', port: Number(place), noDelay: true, onread });
  counter.write = bytes => socket.write(bytes);
  await once(socket, 'connect');
  return {
    readUntil: deadline => counter.readUntil(deadline),
    close: async () => {
      socket.destroy();
      await once(socket, 'close');
    },
  };
}

/** What the binding has on Unix and its types leave out. */
interface UnixPort {
  readonly fd: number;
  readonly poller: {
    on(event: 'readable', listener: (error: Error | null) => void): void;
    poll(events: number): void;
  };
}

const READABLE = 1;

async function overSerial(path: string, task: Task): Promise<Reading> {
  const port = await SerialPort.binding.open({ path, baudRate: task.baud || 115_200 });
  const { fd, poller } = port as unknown as UnixPort;
  const counter = new AnswerCounter(task, rtuFraming);
  counter.write = bytes => writeSync(fd, bytes);
  const buffer = Buffer.alloc(CHUNK);
  poller.on('readable', error => {
    if (error) return;
    const length = readSync(fd, buffer, 0, CHUNK, null);
    poller.poll(READABLE);
    counter.heard(length);
  });
  poller.poll(READABLE);
  return { readUntil: deadline => counter.readUntil(deadline), close: () => port.close() };
}

/** Counts answers by their bytes, and sends a request for each of them until the time is over. */
class AnswerCounter {
  readonly #requests: Uint8Array;
  readonly #requestLength: number;
  readonly #answerLength: number;
  readonly #inFlight: number;
  #heard = 0;
  #answered = 0;
  #open = 0;
  #deadline = 0;
  #done: ((tally: Tally) => void) | undefined;
  write: (bytes: Uint8Array) => unknown = () => undefined;

  constructor({ registers, inFlight }: Task, framing: typeof rtuFraming) {
    const pdu = readHoldingRegisters.encodeRequest({ startAddress: START, quantity: registers });
    const request = framing.wrap(UNIT, pdu);
    const answer = readHoldingRegisters.encodeResponse({ registers: new Array<number>(registers).fill(0) });
    this.#answerLength = framing.wrap(UNIT, answer).length;
    this.#requestLength = request.length;
    this.#inFlight = inFlight;
    this.#requests = new Uint8Array(request.length * inFlight);
    for (let index = 0; index < inFlight; index += 1) this.#requests.set(request, index * request.length);
  }

  readUntil(deadline: number): Promise<Tally> {
    this.#deadline = deadline;
    this.#answered = 0;
    return new Promise(resolve => {
      this.#done = resolve;
      this.#send(this.#inFlight);
    });
  }

  heard(length: number): void {
    this.#heard += length;
    const answers = Math.floor(this.#heard / this.#answerLength);
    if (answers === 0) return;
    this.#heard -= answers * this.#answerLength;
    this.#answered += answers;
    this.#open -= answers;
    if (performance.now() < this.#deadline) this.#send(answers);
    else if (this.#open === 0) this.#done?.({ answered: this.#answered, failed: 0 });
  }

  #send(count: number): void {
    this.#open += count;
    this.write(this.#requests.subarray(0, count * this.#requestLength));
  }
}
