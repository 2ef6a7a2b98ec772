import type { ComparePanel } from '../canvas/comparePanels.ts';
import { useText } from './i18n/useText.ts';
import { cardText } from './resultText.ts';
import { useFacts } from './sessionContext.tsx';

/** The photo and every result, for the grid; where there are none, the photo before and after its patches. */
export function useComparePanels(): readonly ComparePanel[] {
  const text = useText();
  const results = useFacts(({ facts }) => facts?.results) ?? [];
  const photo: ComparePanel = { id: 'photo', content: { kind: 'photo' }, label: text('results.photo') };
  if (results.length === 0)
    return [photo, { id: 'current', content: { kind: 'current' }, label: text('compare.after') }];
  return [
    photo,
    ...results.map((result) => ({
      id: result.id,
      content: { kind: 'result', resultId: result.id } as const,
      label: text('results.result', { number: result.number }),
      detail: cardText(result, text),
    })),
  ];
}
