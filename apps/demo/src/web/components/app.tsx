import { useSignal, useSignalEffect } from '@preact/signals';
import type { CommandHistory } from '../state/command-history.js';
import type { Panel } from '../state/panel.js';
import type { ThemeChoice } from '../state/theme.js';
import { Banner } from './banner.js';
import { CommandBox } from './command-box.js';
import { InstrumentGrid } from './instrument-grid.js';
import { LineStrip } from './line-strip.js';
import { PanelContext } from './panel-context.js';
import { TokenForm } from './token-form.js';
import { TopBar } from './top-bar.js';
import { TraceView } from './trace-view.js';

export interface AppProps {
  readonly panel: Panel;
  readonly theme: ThemeChoice;
  readonly history: CommandHistory;
  /** Somebody typed a token. */
  onToken(token: string): void;
}

/** The whole page. */
export function App({ panel, theme, history, onToken }: AppProps) {
  useSignalEffect(() => {
    document.documentElement.dataset.theme = theme.theme.value;
  });
  useSignalEffect(() => {
    const connection = panel.connection.value;
    document.title = connection === 'lost' ? 'lost · bus demo' : 'bus demo';
  });
  const tried = useSignal(false);
  const state = panel.connection.value;
  // While a token is tried its form stays, so that what was typed can be corrected.
  const gate = state === 'refused' || (tried.value && state === 'connecting');
  const tryToken = (token: string) => {
    tried.value = true;
    onToken(token);
  };
  return (
    <PanelContext.Provider value={panel}>
      <nav class="skip" aria-label="Skip">
        <a href="#instruments">Skip to the instruments</a>
        <a href="#command">Skip to the command box</a>
        <a href="#trace">Skip to the trace</a>
      </nav>
      <TopBar theme={theme} />
      {gate ? (
        <TokenForm refused={state === 'refused' && tried.value} onToken={tryToken} />
      ) : (
        <>
          <Banner />
          <main class="page" data-connection={state}>
            <LineStrip />
            <InstrumentGrid />
            <div class="wire">
              <CommandBox history={history} />
              <TraceView />
            </div>
          </main>
        </>
      )}
    </PanelContext.Provider>
  );
}
