import { Problem } from '@cleanplate/shared/contract/problem.ts';
import {
  BaseExternalAccountClient,
  Compute,
  ExternalAccountAuthorizedUserClient,
  GoogleAuth,
  Impersonated,
  JWT,
  UserRefreshClient,
} from 'google-auth-library';
import type { AuthClient } from 'google-auth-library';
import type { Config } from '../config.ts';
import { within } from '../within.ts';

/** Whose credentials are in use; never the credentials themselves. */
export interface Identity {
  readonly kind: string;
  readonly project: string | undefined;
}

/** Application Default Credentials, as Google's own library finds, caches and refreshes them. */
export interface Credentials {
  /** Authorization and quota project for a call. Throws CREDENTIALS_UNAVAILABLE with the sentence that helps. */
  readonly headersFor: (url: string) => Promise<Record<string, string>>;
  /** Drops a token that Google refused, unless a parallel call has dropped it already. */
  readonly drop: (authorization: string | undefined) => Promise<void>;
  /** The project to bill; undefined when neither the settings nor the credentials name one. */
  readonly project: () => Promise<string | undefined>;
  /** Undefined without credentials. Waits for the metadata server at most `availabilityTimeoutMs`. */
  readonly identity: () => Promise<Identity | undefined>;
}

/** A token request answers within a second or two; longer means that the sign-in service is in trouble. */
const tokenTimeoutMs = 10_000;

/** One per process: the library keeps its token, and fetches a new one once for all who wait for it. */
export function createCredentials({ google, limits }: Config): Credentials {
  if (google.accessToken !== undefined) return fixedToken(google.accessToken, google.project);
  const auth = new GoogleAuth({
    scopes: ['https://www.googleapis.com/auth/cloud-platform'],
    // Without it the library asks Google for the project before it gives out the first token.
    ...(google.project === undefined ? {} : { projectId: google.project }),
  });
  let found: Promise<string | undefined> | undefined;

  const project = async (): Promise<string | undefined> => {
    if (google.project !== undefined) return google.project;
    found ??= within(auth.getProjectId(), limits.availabilityTimeoutMs).catch(() => {
      found = undefined;
      return undefined;
    });
    return found;
  };

  return {
    project,
    headersFor: async (url) => {
      try {
        const headers = await within(auth.getRequestHeaders(url), tokenTimeoutMs);
        return Object.fromEntries(headers.entries());
      } catch (error) {
        throw new Problem('CREDENTIALS_UNAVAILABLE', { ...variantOf(error), cause: error });
      }
    },
    drop: async (authorization) => {
      const client = await auth.getClient();
      if (`Bearer ${client.credentials.access_token}` === authorization)
        client.setCredentials({ ...client.credentials, expiry_date: 1 });
    },
    identity: async () => {
      try {
        const client = await within(auth.getClient(), limits.availabilityTimeoutMs);
        return { kind: kindOf(client), project: await project() };
      } catch {
        return undefined;
      }
    },
  };
}

/** A token given by hand, for emulators and tests: nothing to find, nothing to refresh. */
function fixedToken(token: string, project: string | undefined): Credentials {
  return {
    headersFor: async () => ({ authorization: `Bearer ${token}` }),
    drop: async () => {},
    project: async () => project,
    identity: async () => ({ kind: 'fixed token', project }),
  };
}

function kindOf(client: AuthClient): string {
  if (client instanceof UserRefreshClient) return 'user sign-in';
  if (client instanceof JWT) return 'service account';
  if (client instanceof Compute) return 'metadata server';
  if (client instanceof Impersonated) return 'impersonated service account';
  if (client instanceof BaseExternalAccountClient) return 'workload identity federation';
  if (client instanceof ExternalAccountAuthorizedUserClient) return 'workforce identity federation';
  return 'application default credentials';
}

/** HTTP status of an answer that the library took for a failure; 0 when there was none. */
function statusOf(error: unknown): number {
  const { status, response } = (error ?? {}) as { status?: unknown; response?: { status?: unknown } };
  const found = response?.status ?? status;
  return typeof found === 'number' ? found : 0;
}

/** Which sentence fits a failure to get a token. The library's texts are read, never shown: they may quote a token. */
function variantOf(error: unknown): { variant?: string } {
  const text = error instanceof Error ? error.message : '';
  if (/iat|exp claim|short-lived token|clock/i.test(text)) return { variant: 'clock' };
  if (/invalid_grant|invalid_rapt|revoked|expired/i.test(text)) return { variant: 'expired' };
  if (statusOf(error) >= 500) return { variant: 'unreachable' };
  if (/could not load the default credentials|no such file|does not exist/i.test(text)) return {};
  if (
    /too slow|ENOTFOUND|ECONN|EAI_AGAIN|timeout|fetch failed|network|socket|status code 5\d\d|\b50[0234]\b/i.test(
      text,
    )
  )
    return { variant: 'unreachable' };
  return {};
}
