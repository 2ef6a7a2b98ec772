// Helpers of the tests in this folder: a real server on a free loopback port, and requests as raw bytes where a client
// library would tidy them.
import { connect } from 'node:net';
import type { Express } from 'express';
import type { Config } from './config.ts';
import { readConfig } from './config.ts';
import { createHttpServer, listen } from './listen.ts';

/** The configuration for an environment that must be valid. */
export function configOf(env: Record<string, string> = {}): Config {
  const result = readConfig(env);
  if (!result.ok) throw new Error(result.problems.join(' '));
  return result.config;
}

export interface TestServer {
  readonly port: number;
  readonly origin: string;
  readonly close: () => Promise<void>;
}

export async function serve(app: Express, config: Config): Promise<TestServer> {
  const server = createHttpServer(app, config.limits);
  const port = await listen(server, '127.0.0.1', 0);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, origin: `http://127.0.0.1:${port}`, close };
}

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are; resolves to the first answer when the connection closes or has been quiet for `quietMs`. */
export function sendRaw(port: number, lines: string | Buffer, quietMs = 300): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const finish = () => {
      socket.destroy();
      const [head = '', ...rest] = text.split('\r\n\r\n');
      resolve({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0),
        head,
        body: rest.join('\r\n\r\n'),
      });
    };
    socket.setTimeout(quietMs, finish);
    socket.on('data', (data) => (text += data.toString('latin1')));
    socket
      .on('end', finish)
      .on('close', finish)
      .on('error', (error) => (text === '' ? reject(error) : finish()));
    socket.write(lines);
  });
}

/** A request line and headers as raw text. */
export function rawRequest(start: string, ...headers: string[]): string {
  return [`${start} HTTP/1.1`, ...headers, '', ''].join('\r\n');
}
