import { createServer } from 'node:http';
import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ServerLimits } from '@cleanplate/shared/contract/limits.ts';
import { Problem, problemData } from '@cleanplate/shared/contract/problem.ts';
import type { ProblemCode } from '@cleanplate/shared/contract/problem.ts';

/** An HTTP server with the time limits and sizes in force; not listening yet. */
export function createHttpServer(listener: RequestListener, limits: ServerLimits): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.headerTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveMs,
      // Node looks for overdue requests once per interval; at a tenth of the limit it is at most that late.
      connectionsCheckingInterval: Math.min(1000, Math.max(50, limits.headerTimeoutMs / 10)),
      insecureHTTPParser: false,
      // A request without Host is refused by the app, in the app's own form.
      requireHostHeader: false,
      noDelay: true,
    },
    listener,
  );
  const underWay = responsesUnderWay(server);
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket;
    // What came after a good request must not write into its answer.
    if ([...(underWay.get(socket) ?? [])].some(({ headersSent }) => headersSent)) socket.destroy();
    else refuse(socket, error.code ?? '');
  });
  server.on('connect', (_request, socket) => refuse(socket as Socket, 'CONNECT'));
  limitConnections(server, limits.maxConnections);
  return server;
}

/** The answers that each connection waits for; more than one when requests are pipelined. */
function responsesUnderWay(server: Server): WeakMap<Socket, Set<ServerResponse>> {
  const underWay = new WeakMap<Socket, Set<ServerResponse>>();
  server.on('request', ({ socket }, response) => {
    const own = underWay.get(socket) ?? new Set();
    underWay.set(socket, own.add(response));
    response.once('close', () => own.delete(response));
  });
  return underWay;
}

/** Node's parser gave up on a request before the app saw it: say why in the app's own form, then close. */
function refuse(socket: Socket, reason: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { code, status, text } = refusal(reason);
  const params = { field: 'the request', rule: 'is not HTTP', allow: 'GET' };
  const body = JSON.stringify({ error: problemData(new Problem(code, { params }), 'none') });
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n` +
      `Connection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

function refusal(reason: string): { code: ProblemCode; status: number; text: string } {
  if (reason === 'HPE_HEADER_OVERFLOW')
    return { code: 'HEADERS_TOO_LARGE', status: 431, text: 'Request Header Fields Too Large' };
  if (reason === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { code: 'SLOW_UPLOAD', status: 408, text: 'Request Timeout' };
  if (reason === 'CONNECT') return { code: 'METHOD_NOT_ALLOWED', status: 405, text: 'Method Not Allowed' };
  return { code: 'BAD_REQUEST', status: 400, text: 'Bad Request' };
}

/** At the limit the connection that has been idle longest makes room; with none idle the newcomer is closed. */
function limitConnections(server: Server, max: number): void {
  const idleSince = new Map<Socket, number | undefined>();
  server.on('connection', (socket: Socket) => {
    if (idleSince.size >= max) {
      const oldest = [...idleSince].find(([, since]) => since !== undefined);
      if (oldest === undefined) {
        socket.destroy();
        return;
      }
      oldest[0].destroy();
      idleSince.delete(oldest[0]);
    }
    idleSince.set(socket, performance.now());
    socket.once('close', () => idleSince.delete(socket));
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    idleSince.set(socket, undefined);
    response.once('close', () => {
      // Set anew so that the map stays in the order in which connections fell idle.
      if (idleSince.delete(socket) && !socket.destroyed) idleSince.set(socket, performance.now());
    });
  });
}

/** Why a server could not listen, as a sentence for the person who started it. */
export function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use by another program. Set PORT to another one.`;
  if (error.code === 'EACCES') return `No permission to listen on port ${port}. Set PORT to 1024 or higher.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `HOST=${host} is not an address of this computer.`;
  return `Cannot listen on ${host} port ${port} (${error.code ?? error.name}).`;
}

/** Resolves to the port listened on; rejects with the system's error. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: host.replace(/^\[|\]$/g, ''), port }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
