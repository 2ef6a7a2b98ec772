import type { PanelContent } from '../workers/documentApi.ts';

export interface ComparePanel {
  readonly id: string;
  readonly content: PanelContent;
  readonly label: string;
}

/** How many panels the grid has at the most. */
export type Layout = 1 | 2 | 4;

/** The panels of a layout: one shows the chosen one, two the photo beside it, four begin with the first four. */
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
  // Four results and the photo are five: the grid shows the results, and holding \ the photo.
  return panels.filter((panel) => panel.content.kind === 'result').slice(0, 4);
}
