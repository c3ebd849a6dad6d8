export { FakeClock } from './testing/fake-clock.js';
export { type Reaction, ScriptedPeer } from './testing/scripted-peer.js';
