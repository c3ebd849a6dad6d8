import { Responder } from '@bus/line';
import { rtuFraming } from '@bus/modbus';
import { temperatureController } from '@bus/sim';
import { listenTcp, type TcpListener } from '@bus/transport-node';

/** A real connection to a temperature controller as unit 1. `alter` changes its answers on their way. */
export async function serve(alter = (answer: Uint8Array) => answer): Promise<TcpListener & { url: string }> {
  const controller = temperatureController();
  const listener = await listenTcp({}, transport => {
    const answer = (frame: Uint8Array) => {
      const bytes = controller.answer(frame);
      return bytes && alter(bytes);
    };
    void new Responder(transport, { framing: rtuFraming, answer }).open();
  });
  return { ...listener, close: () => listener.close(), url: `rtu+tcp://127.0.0.1:${listener.port}` };
}
