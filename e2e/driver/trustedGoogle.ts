// Google as a server without an emulator's address sees it: its own hosts over TLS, behind a company's proxy, and
// tokens from a sign-in service. What is behind it all is the emulator.
import { mkdtempSync, writeFileSync } from 'node:fs';
import {
  createServer,
  request as forward,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { googleCertificate } from './selfSigned.ts';

export interface TrustedGoogle {
  /** What the server is started with. */
  readonly environment: Record<string, string>;
  /** The token in use is accepted no longer; the next one that is asked for is. */
  readonly endToken: () => void;
  /** Tokens issued so far, and calls refused for an old one. */
  readonly counts: () => { readonly issued: number; readonly refused: number };
  readonly stop: () => void;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Application Default Credentials whose token comes from an endpoint of ours. */
export function credentialsFrom(tokenPort: number): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'adc-'));
  writeFileSync(join(folder, 'subject'), 'subject');
  const file = join(folder, 'adc.json');
  const credential = {
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `http://127.0.0.1:${tokenPort}/token`,
    credential_source: { file: join(folder, 'subject') },
  };
  writeFileSync(file, JSON.stringify(credential), { mode: 0o600 });
  return { GOOGLE_APPLICATION_CREDENTIALS: file, GOOGLE_CLOUD_PROJECT: 'demo' };
}

const json = (response: ServerResponse, status: number, body: object) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** @param emulator its address */
export async function startTrustedGoogle(emulator: string): Promise<TrustedGoogle> {
  let issued = 0;
  let refused = 0;
  let accepted = '';
  const tokens = createServer((request, response) => {
    request.resume();
    issued += 1;
    accepted = `token-${issued}`;
    json(response, 200, {
      access_token: accepted,
      expires_in: 3600,
      token_type: 'Bearer',
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    });
  });

  const pass = (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization !== `Bearer ${accepted}`) {
      refused += 1;
      request.resume();
      return json(response, 401, {
        error: {
          code: 401,
          status: 'UNAUTHENTICATED',
          message: 'Request had invalid authentication credentials.',
        },
      });
    }
    const { method, url, headers } = request;
    const onward = forward(`${emulator}${url ?? '/'}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    return void request.pipe(onward);
  };
  const google = createSecureServer(googleCertificate, pass);
  const googlePort = await listen(google);

  // Whatever host of Google's is asked for, the tunnel ends at ours: the certificate decides whether it is trusted. The
  // library for credentials comes this way to the sign-in service too.
  const tunnels = new Set<Socket>();
  const proxy = createServer().on('connect', ({ url = '' }, socket: Socket) => {
    const [host, port] = url.split(':');
    const onward = connect(host === '127.0.0.1' ? Number(port) : googlePort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    for (const end of [socket, onward]) {
      tunnels.add(end);
      end.on('error', () => undefined).on('close', () => tunnels.delete(end));
    }
  });

  const certificate = join(mkdtempSync(join(tmpdir(), 'ca-')), 'google.pem');
  writeFileSync(certificate, googleCertificate.cert);
  const tokenPort = await listen(tokens);
  return {
    environment: {
      ...credentialsFrom(tokenPort),
      HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}`,
      NODE_EXTRA_CA_CERTS: certificate,
      // Neither an emulator's address nor its token: everything is found and checked as for Google.
      VERTEX_BASE_URL: '',
      VERTEX_ACCESS_TOKEN: '',
    },
    endToken: () => {
      accepted = 'none';
    },
    counts: () => ({ issued, refused }),
    stop() {
      for (const socket of tunnels) socket.destroy();
      for (const server of [tokens, google, proxy]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
