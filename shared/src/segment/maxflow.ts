/** Eight directions; a direction and its reverse differ in the lowest bit. */
export const DIRECTIONS = [
  { dx: 1, dy: 0 },
  { dx: -1, dy: 0 },
  { dx: 0, dy: 1 },
  { dx: 0, dy: -1 },
  { dx: 1, dy: 1 },
  { dx: -1, dy: -1 },
  { dx: -1, dy: 1 },
  { dx: 1, dy: -1 },
] as const;

const FREE = 0;
const SOURCE = 1;
const SINK = 2;
// Parent codes beyond the eight directions.
const TERMINAL = 8;
const ORPHAN = 9;
const NONE = 10;

export type CutGraph = {
  /**
   * Sets how much more node `i` belongs to the source than to the sink (negative: the sink).
   * May be called again between solves; the flow found so far is kept.
   */
  readonly setTerminal: (i: number, weight: number) => void;
  /** Finds the minimum cut for the present weights. */
  readonly solve: () => void;
  /** After `solve`: whether node `i` lies on the source's side. */
  readonly isSource: (i: number) => boolean;
};

/**
 * Minimum s–t cut on pixels with up to eight neighbours each: Boykov and Kolmogorov, "An Experimental
 * Comparison of Min-Cut/Max-Flow Algorithms", PAMI 2004, with their distance and time-stamp
 * heuristics. Terminal weights are one signed integer a node, which makes every change of them a
 * valid reparametrisation (Kohli and Torr, PAMI 2007): a second solve starts from the flow of the first.
 *
 * @param neighbours `8 × n` node numbers in the order of DIRECTIONS, −1 where there is none
 * @param capacities `8 × n` non-negative integers, the cost of cutting each arc; the graph keeps and changes them
 * @throws RangeError when the two arrays do not describe the same nodes
 */
export function createCutGraph(neighbours: Int32Array, capacities: Int32Array): CutGraph {
  if (neighbours.length !== capacities.length || neighbours.length % 8 !== 0) {
    throw new RangeError(
      `${neighbours.length} neighbours and ${capacities.length} capacities; both need 8 a node`,
    );
  }
  const n = neighbours.length / 8;
  const residual = capacities;
  const wanted = new Int32Array(n);
  const terminal = new Int32Array(n);
  const tree = new Uint8Array(n);
  const parent = new Uint8Array(n).fill(NONE);
  const distance = new Int32Array(n);
  const stamp = new Int32Array(n);
  let time = 0;

  // Rings hold a node at most once, so n + 1 places are enough.
  const active = new Int32Array(n + 1);
  const isActive = new Uint8Array(n);
  let activeHead = 0;
  let activeTail = 0;
  const orphans = new Int32Array(n + 1);
  let orphanHead = 0;
  let orphanTail = 0;

  function activate(i: number): void {
    if (isActive[i]) return;
    isActive[i] = 1;
    active[activeTail] = i;
    activeTail = activeTail === n ? 0 : activeTail + 1;
  }

  function orphan(i: number): void {
    parent[i] = ORPHAN;
    orphans[orphanTail] = i;
    orphanTail = orphanTail === n ? 0 : orphanTail + 1;
  }

  function plantTrees(): void {
    activeHead = activeTail = orphanHead = orphanTail = 0;
    isActive.fill(0);
    stamp.fill(0);
    time = 0;
    for (let i = 0; i < n; i++) {
      const weight = terminal[i];
      tree[i] = weight > 0 ? SOURCE : weight < 0 ? SINK : FREE;
      parent[i] = weight === 0 ? NONE : TERMINAL;
      distance[i] = 1;
      if (weight !== 0) activate(i);
    }
  }

  /** Grows tree of node `i`; returns the arc (8 × node + direction, from source to sink) where the trees meet, or −1. */
  function grow(i: number): number {
    const own = tree[i];
    const base = 8 * i;
    for (let d = 0; d < 8; d++) {
      const j = neighbours[base + d];
      if (j < 0) continue;
      const back = 8 * j + (d ^ 1);
      if ((own === SOURCE ? residual[base + d] : residual[back]) === 0) continue;
      if (tree[j] === FREE) {
        tree[j] = own;
        parent[j] = d ^ 1;
        stamp[j] = stamp[i];
        distance[j] = distance[i] + 1;
        activate(j);
      } else if (tree[j] !== own) {
        return own === SOURCE ? base + d : back;
      } else if (stamp[j] <= stamp[i] && distance[j] > distance[i]) {
        // A shorter way to the terminal keeps later paths short.
        parent[j] = d ^ 1;
        stamp[j] = stamp[i];
        distance[j] = distance[i] + 1;
      }
    }
    return -1;
  }

  function augment(arc: number): void {
    const from = arc >> 3;
    const to = neighbours[arc];
    let flow = residual[arc];
    let i = from;
    while (parent[i] !== TERMINAL) {
      const up = neighbours[8 * i + parent[i]];
      const r = residual[8 * up + (parent[i] ^ 1)];
      if (r < flow) flow = r;
      i = up;
    }
    if (terminal[i] < flow) flow = terminal[i];
    i = to;
    while (parent[i] !== TERMINAL) {
      const r = residual[8 * i + parent[i]];
      if (r < flow) flow = r;
      i = neighbours[8 * i + parent[i]];
    }
    if (-terminal[i] < flow) flow = -terminal[i];

    residual[arc] -= flow;
    residual[8 * to + ((arc & 7) ^ 1)] += flow;
    i = from;
    while (parent[i] !== TERMINAL) {
      const d = parent[i];
      const up = neighbours[8 * i + d];
      residual[8 * i + d] += flow;
      if ((residual[8 * up + (d ^ 1)] -= flow) === 0) orphan(i);
      i = up;
    }
    if ((terminal[i] -= flow) === 0) orphan(i);
    i = to;
    while (parent[i] !== TERMINAL) {
      const d = parent[i];
      const up = neighbours[8 * i + d];
      residual[8 * up + (d ^ 1)] += flow;
      if ((residual[8 * i + d] -= flow) === 0) orphan(i);
      i = up;
    }
    if ((terminal[i] += flow) === 0) orphan(i);
  }

  /** Steps from `j` to its terminal, or −1 when the way ends at an orphan; marks the way with the time. */
  function distanceToRoot(j: number): number {
    let steps = 0;
    let at = j;
    for (;;) {
      if (stamp[at] === time) {
        steps += distance[at];
        break;
      }
      const p = parent[at];
      steps++;
      if (p === TERMINAL) {
        stamp[at] = time;
        distance[at] = 1;
        break;
      }
      if (p >= ORPHAN) return -1;
      at = neighbours[8 * at + p];
    }
    let left = steps;
    for (at = j; stamp[at] !== time; at = neighbours[8 * at + parent[at]]) {
      stamp[at] = time;
      distance[at] = left--;
    }
    return steps;
  }

  /** Finds an orphan another parent in its own tree, or frees it and makes orphans of its children. */
  function adopt(i: number): void {
    const own = tree[i];
    const base = 8 * i;
    let best = NONE;
    let bestDistance = 0x7fffffff;
    for (let d = 0; d < 8; d++) {
      const j = neighbours[base + d];
      if (j < 0 || tree[j] !== own) continue;
      if ((own === SOURCE ? residual[8 * j + (d ^ 1)] : residual[base + d]) === 0) continue;
      const steps = distanceToRoot(j);
      if (steps >= 0 && steps < bestDistance) {
        best = d;
        bestDistance = steps;
      }
    }
    if (best !== NONE) {
      parent[i] = best;
      stamp[i] = time;
      distance[i] = bestDistance + 1;
      return;
    }
    for (let d = 0; d < 8; d++) {
      const j = neighbours[base + d];
      if (j < 0 || tree[j] !== own) continue;
      if ((own === SOURCE ? residual[8 * j + (d ^ 1)] : residual[base + d]) > 0) activate(j);
      if (parent[j] === (d ^ 1)) orphan(j);
    }
    tree[i] = FREE;
    parent[i] = NONE;
  }

  return {
    setTerminal(i, weight) {
      terminal[i] += weight - wanted[i];
      wanted[i] = weight;
    },
    solve() {
      plantTrees();
      while (activeHead !== activeTail) {
        const i = active[activeHead];
        // A node leaves the ring when it can grow no further, or was freed meanwhile.
        const arc = parent[i] === NONE ? -1 : grow(i);
        if (arc < 0) {
          isActive[i] = 0;
          activeHead = activeHead === n ? 0 : activeHead + 1;
          continue;
        }
        time++;
        augment(arc);
        while (orphanHead !== orphanTail) {
          const lost = orphans[orphanHead];
          orphanHead = orphanHead === n ? 0 : orphanHead + 1;
          adopt(lost);
        }
      }
    },
    isSource: (i) => tree[i] === SOURCE,
  };
}
