import type { Layout } from '../state/comparing.ts';
import type { PanelContent } from '../workers/documentApi.ts';

export interface ComparePanel {
  readonly id: string;
  readonly content: PanelContent;
  readonly label: string;
  /** How it was made: engine, time, seed, whether it left the computer. */
  readonly detail?: string;
}

/** The panels of a layout: one shows the chosen one, two the photo beside it, four the four that it is among. */
export function panelsShown(
  panels: readonly ComparePanel[],
  layout: Layout,
  selectedId: string | null,
): readonly ComparePanel[] {
  const chosen = panels.find((panel) => panel.id === selectedId) ?? panels[1] ?? panels[0];
  if (!chosen) return [];
  if (layout === 1) return [chosen];
  const others = panels.filter((panel) => panel.id !== chosen.id);
  if (layout === 2) return others.length > 0 ? [others[0], chosen] : [chosen];
  if (panels.length <= 4) return panels;
  // Four results and the photo are five: the grid shows the results, and holding \ the photo. Of more than four, those
  // that the chosen one is among.
  const results = panels.filter((panel) => panel.content.kind !== 'photo');
  const first = Math.max(0, Math.floor(results.indexOf(chosen) / 4) * 4);
  return results.slice(Math.min(first, Math.max(0, results.length - 4)), first + 4);
}
