import { createHash } from 'node:crypto';

export const iapKeysUrl = 'https://www.gstatic.com/iap/verify/public_key-jwk';

/** Clocks may differ by this much. */
const toleranceSeconds = 30;
/** Google's assertions live ten minutes. */
const maxLifeSeconds = 600;

/** Resolves to the user an assertion of Google's Identity-Aware Proxy names, as a short hash; rejects one that is not good. */
export type VerifyAssertion = (assertion: string) => Promise<string>;

/**
 * Verifies `x-goog-iap-jwt-assertion`: ES256 only, Google's keys (fetched again for an unknown key at most once a
 * minute), exact audience and issuer, 30 s of tolerance. google-auth-library would accept 300 s.
 */
export function createIapVerifier(audience: string, keysUrl: string = iapKeysUrl): VerifyAssertion {
  // Loaded only where IAP is used.
  const loaded = import('jose').then(({ createRemoteJWKSet, jwtVerify }) => ({
    jwtVerify,
    keys: createRemoteJWKSet(new URL(keysUrl), { cooldownDuration: 60_000, timeoutDuration: 5000 }),
  }));
  return async (assertion) => {
    const { jwtVerify, keys } = await loaded;
    const { payload } = await jwtVerify(assertion, keys, {
      algorithms: ['ES256'],
      issuer: 'https://cloud.google.com/iap',
      audience,
      clockTolerance: toleranceSeconds,
      maxTokenAge: maxLifeSeconds,
      requiredClaims: ['sub', 'email', 'exp', 'iat'],
    });
    const { sub, email, exp = 0, iat = 0, aud } = payload;
    if (exp - iat > maxLifeSeconds + 2 * toleranceSeconds) throw new Error('lives too long');
    if (typeof aud !== 'string') throw new Error('has several audiences');
    if (typeof email !== 'string' || email.split('@').length !== 2) throw new Error('has no plain email');
    return createHash('sha256').update(String(sub)).digest('hex').slice(0, 16);
  };
}
