import './styles/index.css';
import { render } from 'preact';
import { RemoteBus, webSocketConnector } from '../client/index.js';
import { App } from './components/app.js';
import { CommandHistory } from './state/command-history.js';
import { Panel } from './state/panel.js';
import { textStore } from './state/storage.js';
import { ThemeChoice } from './state/theme.js';
import { keepToken, takeToken } from './state/token.js';

const local = textStore(() => window.localStorage);
const session = textStore(() => window.sessionStorage);

const url = new URL('./rpc', window.location.href);
url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
url.hash = '';

const panel = new Panel({
  connect: token => new RemoteBus(webSocketConnector(url.href), token === undefined ? {} : { token }),
  later(action, milliseconds) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
});

panel.connect(takeToken(window.location, session, address => window.history.replaceState(null, '', address)));
setInterval(() => panel.tick(), 1000);
window.addEventListener('online', () => panel.retryNow());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') panel.retryNow();
});

render(
  <App
    panel={panel}
    theme={new ThemeChoice(local)}
    history={new CommandHistory(local)}
    onToken={token => {
      keepToken(token, session);
      panel.connect(token);
    }}
  />,
  document.getElementById('page')!,
);
