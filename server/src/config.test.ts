import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, printedConfig, readConfig } from './config.ts';
import { configOf } from './testServer.ts';

const problemsOf = (env: Record<string, string>) => {
  const result = readConfig(env);
  return result.ok ? [] : result.problems;
};
const token = 'x'.repeat(32);

describe('settings', () => {
  it('need nothing: loopback, 8080, no budget on one’s own computer', () => {
    const config = configOf();
    expect([config.host, config.port, config.access.kind]).toEqual(['127.0.0.1', 8080, 'open']);
    expect([config.limits.budgetPerDay, config.limits.maxInFlight]).toEqual([0, 40]);
  });

  it('report every wrong value at once (S-6)', () => {
    const problems = problemsOf({
      PORT: '80a',
      CLEANPLATE_MAX_IN_FLIGHT: 'abc',
      CLEANPLATE_DRAIN_MS: '-1',
      CLEANPLATE_SPEED: '9',
      REDIS_URL: 'localhost',
    });
    expect(problems).toHaveLength(5);
    expect(problems.join(' ')).toContain('CLEANPLATE_SPEED is not a setting');
  });

  it('refuse limits that contradict each other', () => {
    expect(problemsOf({ CLEANPLATE_MAX_IN_FLIGHT: '2' })[0]).toContain(
      'CLEANPLATE_MAX_IN_FLIGHT_PER_USER (4) must not exceed CLEANPLATE_MAX_IN_FLIGHT (2)',
    );
  });

  it('open the server to other computers only behind a login (T4)', () => {
    expect(problemsOf({ HOST: '0.0.0.0' })[0]).toContain('set IAP_AUDIENCE or CLEANPLATE_ACCESS_TOKEN');
    expect(problemsOf({ HOST: '0.0.0.0', CLEANPLATE_ACCESS_TOKEN: 'short' })[0]).toContain('at least 32');
    expect(problemsOf({ HOST: '0.0.0.0', CLEANPLATE_ACCESS_TOKEN: token, IAP_AUDIENCE: 'a' })[0]).toContain(
      'choose one',
    );
    expect(problemsOf({ HOST: '0.0.0.0', CLEANPLATE_ACCESS_TOKEN: token })).toEqual([]);
  });

  it.each([
    ['GOOGLE_CLOUD_LOCATION', 'evil.test/#'],
    ['GEMINI_MODEL', '../../x:rawPredict?'],
    ['IMAGEN3_MODEL', 'a%2f..%2f'],
    ['IMAGEN3_MODEL', 'projects/p/locations/evil.test/endpoints/1'],
    ['GOOGLE_CLOUD_PROJECT', 'a/../b'],
    ['CLEANPLATE_ALLOWED_HOSTS', 'photos.example.com,a@b'],
    ['VERTEX_BASE_URL', 'ftp://x'],
  ])('let no %s of %s into an address', (name, value) =>
    expect(problemsOf({ [name]: value })[0]).toContain(name),
  );

  it('send the Google token to googleapis.com only; elsewhere a fixed token must be given (T6)', () => {
    expect(problemsOf({ VERTEX_BASE_URL: 'http://127.0.0.1:8090' })[0]).toContain('VERTEX_ACCESS_TOKEN');
    expect(problemsOf({ VERTEX_BASE_URL: 'https://evilgoogleapis.com' })[0]).toContain('VERTEX_ACCESS_TOKEN');
    expect(problemsOf({ VERTEX_BASE_URL: 'http://us-central1-aiplatform.googleapis.com' })).toHaveLength(1);
    expect(problemsOf({ VERTEX_BASE_URL: 'https://us-central1-aiplatform.googleapis.com/' })).toEqual([]);
    expect(problemsOf({ VERTEX_BASE_URL: 'http://127.0.0.1:8090', VERTEX_ACCESS_TOKEN: 'test' })).toEqual([]);
  });

  it('take a full endpoint name for Imagen', () => {
    const name = 'projects/demo/locations/europe-west4/endpoints/123';
    expect(configOf({ IMAGEN2_MODEL: name }).google.models.imagen2).toBe(name);
  });

  it('are printed without their secrets', () => {
    const printed = printedConfig(
      configOf({ CLEANPLATE_ACCESS_TOKEN: token, VERTEX_ACCESS_TOKEN: 'fake-token' }),
    );
    expect(printed).not.toContain(token);
    expect(printed).not.toContain('fake-token');
    expect(JSON.parse(printed).limits.maxWaiting).toBe(64);
  });

  it('tell loopback from everything that looks like it', () => {
    expect(['127.0.0.1', '127.8.8.8', '::1', 'localhost'].every(isLoopbackAddress)).toBe(true);
    expect(['0.0.0.0', '::', '127.0.0.1.nip.io', '10.0.0.1'].some(isLoopbackAddress)).toBe(false);
  });
});
