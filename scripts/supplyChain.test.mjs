// T21: what keeps a compromised package out, as far as files can say it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './process.mjs';

const settings = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
const install = readFileSync(join(root, 'scripts', 'install.mjs'), 'utf8');

it('new versions wait a week, trust never falls, nothing comes from an odd place (T21)', () => {
  for (const line of [
    'minimumReleaseAge: 10080',
    'trustPolicy: no-downgrade',
    'strictDepBuilds: true',
    'blockExoticSubdeps: true',
  ])
    expect(settings.split('\n')).toContain(line);
  expect(install).toContain("'--frozen-lockfile'");
});

it('no dependency runs an install script (T21)', () => {
  const [, builds = ''] = /^allowBuilds:\n((?: {2}\S.*\n)*)/m.exec(settings) ?? [];
  expect(builds.trim().split('\n').length).toBeGreaterThan(0);
  for (const line of builds.trim().split('\n')) expect(line.trim()).toMatch(/^\S+: false$/);
});

it('every package in the lockfile has a hash, and none comes by an address (T21)', () => {
  const packages = lock.slice(lock.indexOf('\npackages:\n'), lock.indexOf('\nsnapshots:\n'));
  const entries = packages.split(/\n {2}(?=\S)/).slice(1);
  expect(entries.length).toBeGreaterThan(300);
  for (const entry of entries) {
    expect(entry).toMatch(/resolution: \{integrity: sha512-/);
    expect(entry).not.toMatch(/tarball:|https?:\/\//);
  }
});
