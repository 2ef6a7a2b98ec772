/** Guide lines: drawn through the hole, so that the structure they follow goes on behind it. */

/** Ends in photo pixels. */
export interface Guide {
  readonly id: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** What a tool may do to the guide lines. */
export interface GuideBoard {
  /** In the order they were drawn. */
  readonly all: () => readonly Guide[];
  /** One step of the history. A line of a known id takes that line's place. */
  put(guide: Guide): void;
  /** Not part of the history. */
  select(id: number | null): void;
  /** An id that no line has had. */
  nextId(): number;
}

export interface Guides extends GuideBoard {
  readonly selected: () => number | null;
  /** Takes away the selected line: one step of the history. */
  remove(): void;
  clear(): void;
  /** Puts other lines in the place of the present ones, as a part of a larger step. */
  lay(guides: readonly Guide[]): void;
}

/**
 * @param become makes other lines a step of the history, and lays them
 * @param changed called when another line is selected
 */
export function createGuides(become: (guides: readonly Guide[]) => void, changed: () => void): Guides {
  let guides: readonly Guide[] = [];
  let selected: number | null = null;
  let lastId = 0;
  const isThere = (id: number | null) => guides.some((one) => one.id === id);
  return {
    all: () => guides,
    put: (guide) =>
      become(
        isThere(guide.id) ? guides.map((one) => (one.id === guide.id ? guide : one)) : [...guides, guide],
      ),
    select(id) {
      selected = id;
      changed();
    },
    // Lines that came with a kept document have ids too.
    nextId: () => (lastId = Math.max(lastId, ...guides.map(({ id }) => id)) + 1),
    selected: () => (isThere(selected) ? selected : null),
    remove() {
      if (isThere(selected)) become(guides.filter(({ id }) => id !== selected));
    },
    clear() {
      if (guides.length > 0) become([]);
    },
    lay(next) {
      guides = next;
    },
  };
}

export type GuidePart = 'start' | 'end' | 'body';

/** The line at a point, the one drawn last first; its ends are easier to hit than its length. */
export function guideAt(
  guides: readonly Guide[],
  x: number,
  y: number,
  reach: number,
): { readonly guide: Guide; readonly part: GuidePart } | null {
  const lastFirst = [...guides].reverse();
  for (const guide of lastFirst) {
    if (Math.hypot(guide.x1 - x, guide.y1 - y) <= reach) return { guide, part: 'start' };
    if (Math.hypot(guide.x2 - x, guide.y2 - y) <= reach) return { guide, part: 'end' };
  }
  const guide = lastFirst.find((one) => distanceTo(one, x, y) <= reach / 2);
  return guide ? { guide, part: 'body' } : null;
}

function distanceTo({ x1, y1, x2, y2 }: Guide, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / squared));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

/** The line with one end, or all of it, moved. */
export function movedGuide(guide: Guide, part: GuidePart, dx: number, dy: number): Guide {
  const { x1, y1, x2, y2 } = guide;
  return {
    ...guide,
    ...(part !== 'end' && { x1: x1 + dx, y1: y1 + dy }),
    ...(part !== 'start' && { x2: x2 + dx, y2: y2 + dy }),
  };
}
