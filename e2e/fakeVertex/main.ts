// npm run fake-vertex: Google's endpoints on this computer, answering with the local engine's pictures.
import { createEngineFiller } from './engineFiller.ts';
import { createFakeVertex } from './server.ts';

const port = Number(process.env.PORT ?? 8090);
const { server } = createFakeVertex(await createEngineFiller());
server.on('error', (error: NodeJS.ErrnoException) => {
  process.stderr.write(
    `Cannot listen on port ${port} (${error.code ?? error.message}). Set PORT to another one.\n`,
  );
  process.exit(2);
});
server.listen(port, '127.0.0.1', () => {
  process.stdout.write(
    `Emulator of the Google endpoints: http://127.0.0.1:${port}\n` +
      `Use it with: VERTEX_BASE_URL=http://127.0.0.1:${port} VERTEX_ACCESS_TOKEN=test GOOGLE_CLOUD_PROJECT=demo npm start\n` +
      `Switch a fault: curl -d '{"name":"U-5","times":1}' http://127.0.0.1:${port}/control/fail\n`,
  );
});
