export { FakeClock } from './testing/fake-clock.js';
export { type Recording, record } from './testing/recording-sink.js';
export { type Reaction, ScriptedPeer } from './testing/scripted-peer.js';
export { type TestKit, until } from './testing/test-kit.js';
export {
  type TransportFixture,
  type TransportPeer,
  type TransportSubject,
  transportSuite,
} from './testing/transport-suite.js';
