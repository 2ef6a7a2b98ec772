// What stands between a server and Google (U-20 to U-24), as the page tells it before anybody paints.
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { startServer, type Program } from '../driver/programs.ts';
import { selfSigned } from '../driver/selfSigned.ts';
import { credentialsFrom } from '../driver/trustedGoogle.ts';
import { openEditor, samplePath } from '../driver/editor.ts';
import { expectSentence } from '../driver/sentence.ts';

const programs: Program[] = [];
const servers: Server[] = [];
test.afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()));
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const answering = (status: number, body: object) =>
  listen(
    createServer((request, response) => {
      request.resume();
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }),
  );

const token = { VERTEX_ACCESS_TOKEN: 'test', GOOGLE_CLOUD_PROJECT: 'demo' };

/** Row, how the server is started, what stands under the engine. */
const rows: readonly (readonly [string, () => Promise<Record<string, string>>, RegExp])[] = [
  [
    'U-20',
    async () => ({ ...token, VERTEX_BASE_URL: 'http://127.0.0.1:9' }),
    /Can't reach Google \(offline\?\)\. Try again, or use this computer\./,
  ],
  [
    'U-21',
    async () => {
      const port = await listen(createSecureServer(selfSigned, (_, response) => void response.end()));
      return { ...token, VERTEX_BASE_URL: `https://127.0.0.1:${port}` };
    },
    /certificate was not accepted .*set NODE_EXTRA_CA_CERTS/,
  ],
  [
    'U-22',
    async () => ({ ...token, HTTPS_PROXY: 'http://127.0.0.1:9' }),
    /Can't reach Google through the proxy 127\.0\.0\.1:9\. Check HTTPS_PROXY/,
  ],
  [
    'U-23 refused',
    async () => credentialsFrom(await answering(400, { error: 'invalid_grant' })),
    /sign-in to Google has expired or was revoked\. Run `gcloud auth application-default login`/,
  ],
  [
    'U-23 failing',
    async () => credentialsFrom(await answering(500, { error: 'internal' })),
    /Google's sign-in service is not answering/,
  ],
  [
    'U-24',
    async () => {
      const port = await listen(createServer(() => undefined));
      return { METADATA_SERVER_DETECTION: '', GCE_METADATA_HOST: `127.0.0.1:${port}` };
    },
    /Not signed in to Google\./,
  ],
];

for (const [row, environment, sentence] of rows)
  test(
    `${row}: the engine list says why, before anybody paints, and this computer stays usable`,
    { tag: '@long' },
    async ({ page }) => {
      const program = await startServer(await environment());
      programs.push(program);
      const editor = await openEditor(page, program.address).open(samplePath('perfume_marble', 'photo.jpg'));
      await expect(page.getByText('Stays on this computer')).toBeVisible();
      await page.getByRole('combobox', { name: 'Engine' }).click();
      await page.getByRole('option', { name: /Imagen 3/ }).click();
      await expectSentence(page.getByText(sentence));
      await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
      await editor.box({ x: 100, y: 100 }, { x: 200, y: 200 });
      await expect(page.getByRole('button', { name: 'Remove', exact: true })).toBeDisabled();
    },
  );
