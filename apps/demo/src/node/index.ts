export * from '../client/index.js';
export { type ConnectOptions, connectTcp } from './connect-tcp.js';
export { serverConnector } from './server-connector.js';
export { type ClientTls, type TcpAddress, tcpConnector } from './tcp-connector.js';
