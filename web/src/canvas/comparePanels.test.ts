import { describe, expect, it } from 'vitest';
import { panelsShown, type ComparePanel } from './comparePanels.ts';

const photo: ComparePanel = { id: 'photo', content: { kind: 'photo' }, label: 'Photo' };
const result = (id: string): ComparePanel => ({ id, content: { kind: 'result', resultId: id }, label: id });
const grid = (count: number) => [photo, ...['a', 'b', 'c', 'd'].slice(0, count).map(result)];
const ids = (panels: readonly ComparePanel[]) => panels.map((panel) => panel.id).join(' ');

describe('the compare grid', () => {
  it('shows the chosen result alone, or beside the photo', () => {
    expect(ids(panelsShown(grid(4), 1, 'b'))).toBe('b');
    expect(ids(panelsShown(grid(4), 2, 'b'))).toBe('photo b');
  });

  it('shows the photo with up to three results, and four results without it', () => {
    expect(ids(panelsShown(grid(2), 4, null))).toBe('photo a b');
    expect(ids(panelsShown(grid(3), 4, null))).toBe('photo a b c');
    expect(ids(panelsShown(grid(4), 4, null))).toBe('a b c d');
  });

  it('takes the first result where none is chosen, and the photo where there is none', () => {
    expect(ids(panelsShown(grid(2), 2, null))).toBe('photo a');
    expect(ids(panelsShown([photo], 2, null))).toBe('photo');
    expect(ids(panelsShown([], 4, null))).toBe('');
  });
});
