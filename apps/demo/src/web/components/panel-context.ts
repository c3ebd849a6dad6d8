import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Panel } from '../state/panel.js';

export const PanelContext = createContext<Panel | undefined>(undefined);

/** What the page knows and can do. */
export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === undefined) throw new Error('No panel around this component.');
  return panel;
}
