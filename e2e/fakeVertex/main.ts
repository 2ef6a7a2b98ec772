// npm run fake-vertex: Google's endpoints on this computer, answering with the local engine's pictures.
import type { AddressInfo } from 'node:net';
import { createEngineFiller } from './engineFiller.ts';
import { quickFiller } from './pictures.ts';
import { createFakeVertex } from './server.ts';

const wanted = Number(process.env.PORT ?? 8090);
// Benches of the proxy want answers at once; everybody else wants the engine's.
const filler = process.env.FAKE_VERTEX_FILL === 'quick' ? quickFiller : await createEngineFiller();
const { server } = createFakeVertex(filler);
server.on('error', (error: NodeJS.ErrnoException) => {
  process.stderr.write(
    `Cannot listen on port ${wanted} (${error.code ?? error.message}). Set PORT to another one.\n`,
  );
  process.exit(2);
});
server.listen(wanted, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(
    `Emulator of the Google endpoints: http://127.0.0.1:${port}\n` +
      `Use it with: VERTEX_BASE_URL=http://127.0.0.1:${port} VERTEX_ACCESS_TOKEN=test GOOGLE_CLOUD_PROJECT=demo npm start\n` +
      `Switch a fault: curl -d '{"name":"U-5","times":1}' http://127.0.0.1:${port}/control/fail\n`,
  );
});
