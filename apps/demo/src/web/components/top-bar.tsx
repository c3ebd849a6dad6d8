import type { ThemeChoice } from '../state/theme.js';
import { ConnectionStatus } from './connection-status.js';
import { usePanel } from './panel-context.js';
import { ThemeSwitch } from './theme-switch.js';

/** Name, state of the server, theme. */
export function TopBar({ theme }: { readonly theme: ThemeChoice }) {
  const simulated = usePanel().server.value?.simulated === true;
  return (
    <header class="bar">
      <h1>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path d="M3 11h26M3 21h26" />
          <circle cx="10" cy="11" r="4" />
          <circle cx="22" cy="21" r="4" />
        </svg>
        bus demo
        {simulated && <span class="badge">simulated</span>}
      </h1>
      <nav class="sections" aria-label="Sections">
        <a href="#lines">Lines</a>
        <a href="#instruments">Instruments</a>
        <a href="#command">Command</a>
        <a href="#trace">Trace</a>
      </nav>
      <ConnectionStatus />
      <ThemeSwitch choice={theme} />
    </header>
  );
}
