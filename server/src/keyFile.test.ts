import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keyFileWarning } from './keyFile.ts';

it('a private key that others can read is warned of, anything else is not (T22)', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'key-')), 'adc.json');
  writeFileSync(file, '{"type":"service_account"}');
  chmodSync(file, 0o644);
  expect(keyFileWarning(file)).toContain('mode 0644');
  chmodSync(file, 0o600);
  expect(keyFileWarning(file)).toBeUndefined();
  writeFileSync(file, '{"type":"authorized_user"}');
  chmodSync(file, 0o644);
  expect(keyFileWarning(file)).toBeUndefined();
  expect(keyFileWarning(`${file}.missing`)).toBeUndefined();
  expect(keyFileWarning(undefined)).toBeUndefined();
});
