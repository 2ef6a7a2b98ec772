import { readdirSync, readFileSync } from 'node:fs';

/** Process ids of a process and all it started, by what /proc says of parents. */
function family(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // "pid (name) state parent …"; the name may hold spaces and brackets.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended in the meantime.
    }
  }
  const all = [root];
  for (let i = 0; i < all.length; i++) all.push(...(children.get(all[i]) ?? []));
  return all;
}

/** The browser's tracing service is there because something is measured, and holds what was. */
const measures = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('tracing.mojom.TracingService');

/**
 * Megabytes (10⁶) that the processes hold together but for the tracing service, shared pages counted once; undefined where
 * the system does not say.
 */
export function pssMb(root: number): number | undefined {
  let kilobytes = 0;
  for (const pid of family(root)) {
    try {
      if (measures(pid)) continue;
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
    } catch {
      // Ended, or no Linux.
    }
  }
  return kilobytes === 0 ? undefined : (kilobytes * 1024) / 1e6;
}
