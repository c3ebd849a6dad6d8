import type { TLSSocket } from 'node:tls';

/** Milliseconds that a TLS 1.3 server gets to refuse the certificate of this client. */
const VERDICT_GRACE = 250;

/**
 * By TLS 1.3 a client has finished before the server looks at its certificate. What the server says first when it is
 * content is a session ticket; some send none, so it is not waited for for long.
 */
export function whenTlsReady(socket: TLSSocket, done: () => void): void {
  socket.once('secureConnect', () => {
    if (socket.getProtocol() !== 'TLSv1.3') return done();
    const timer = setTimeout(done, VERDICT_GRACE);
    socket.once('close', () => clearTimeout(timer));
    socket.once('session', () => {
      clearTimeout(timer);
      // The event comes from within the decryption; what is written from there stays behind in the socket.
      setImmediate(done);
    });
  });
}
