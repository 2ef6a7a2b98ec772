import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A signed-in browser: whose it is, and until when. */
export interface Session {
  /** Random, made at sign-in: tells sessions apart in queues and budgets without telling who they are. */
  readonly id: string;
  readonly expiresMs: number;
}

/** Half a day: a working day needs one sign-in, a forgotten machine is out by the next morning. */
export const sessionMs = 12 * 3_600_000;

/** Compares two secrets in a time that tells nothing of where, or how long, they differ. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * A cookie value that only who knows the access token can make: id, expiry and their HMAC-SHA-256. Nothing is stored,
 * so it holds on every replica and after a restart, and ends for all when the token is changed.
 */
export function issueSession(accessToken: string, nowMs: number): string {
  const body = `${randomBytes(16).toString('hex')}.${nowMs + sessionMs}`;
  return `${body}.${sign(accessToken, body)}`;
}

/** The session of a cookie value, or undefined when it was not issued with this token or has ended. */
export function readSession(accessToken: string, value: string, nowMs: number): Session | undefined {
  const match = /^([0-9a-f]{32})\.(\d{13,15})\.([\w-]{43})$/.exec(value);
  if (!match) return undefined;
  const [, id = '', expires = '', signature = ''] = match;
  if (!isSameSecret(signature, sign(accessToken, `${id}.${expires}`))) return undefined;
  return Number(expires) > nowMs ? { id, expiresMs: Number(expires) } : undefined;
}

function sign(accessToken: string, body: string): string {
  return createHmac('sha256', accessToken).update(`cleanplate session ${body}`).digest('base64url');
}
