// T7: what reaches out of this process stands in few places, and none of them takes an address from a request.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/(?:\.test|[/\\]?test\w+)\.ts$/.test(path))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(source, path), 'utf8') }));

const filesWith = (pattern: RegExp) => files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('the ways out of the server', () => {
  it('are one HTTP client, one credentials library, one key set and one Redis (T7)', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(filesWith(/from 'undici'/)).toEqual(['engines/send.ts']);
    expect(filesWith(/from 'google-auth-library'/)).toEqual(['engines/credentials.ts']);
    expect(filesWith(/import\('jose'\)/)).toEqual(['iap.ts']);
    expect(filesWith(/import\('redis'\)/)).toEqual(['counters.ts']);
  });

  it('are not fetch, not node:http as a client, not a socket, not another process (T7)', () => {
    expect(filesWith(/\bfetch\s*\(/)).toEqual([]);
    expect(
      filesWith(/node:(?:https|net|tls|dns|dgram|http2|child_process)'/).filter(
        (path) => path !== 'listen.ts',
      ),
    ).toEqual([]);
    expect(filesWith(/\bhttp\.(?:get|request)\b|\{[^}]*\b(?:get|request)\b[^}]*\} from 'node:http'/)).toEqual(
      [],
    );
  });
});
