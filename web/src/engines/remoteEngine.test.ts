import { describe, expect, it } from 'vitest';
import { squareRegion } from '../document/removal.ts';
import { readEvents } from './eventLines.ts';

const stream = (...chunks: readonly string[]) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks)
        controller.enqueue(new TextEncoder().encode(chunk) as Uint8Array<ArrayBuffer>);
      controller.close();
    },
  });

async function all(...chunks: readonly string[]) {
  const events = [];
  for await (const event of readEvents(stream(...chunks))) events.push(event);
  return events;
}

describe('the event lines', () => {
  it('are read whole however the network cut them', async () => {
    const events = await all(
      '{"type":"progress","sta',
      'ge":"sending"}\n{"type":"do',
      'ne","candidates":0}\n',
    );
    expect(events.map(({ type }) => type)).toEqual(['progress', 'done']);
  });

  it('that stop before done are an error, and so is a line that is no event', async () => {
    await expect(all('{"type":"progress","stage":"sending"}\n')).rejects.toThrow('ended early');
    await expect(all('<html>\n')).rejects.toThrow(SyntaxError);
  });
});

describe('a square region', () => {
  it('holds the mask and lies on the photo', () => {
    const mask = { x: 900, y: 20, width: 90, height: 60 };
    const region = squareRegion({ x: 700, y: 0, width: 300, height: 200 }, mask, 1000, 800);
    expect(region).toEqual({ x: 700, y: 0, width: 300, height: 300 });
  });

  it('gives up context where the photo is too narrow for it', () => {
    const region = squareRegion(
      { x: 0, y: 0, width: 900, height: 200 },
      { x: 600, y: 90, width: 50, height: 30 },
      900,
      200,
    );
    expect(region).toMatchObject({ y: 0, width: 200, height: 200 });
    expect(region.x).toBeLessThanOrEqual(600);
    expect(region.x + 200).toBeGreaterThanOrEqual(650);
  });

  it('stays as it is where the mask is longer than the photo is wide', () => {
    const region = { x: 0, y: 0, width: 900, height: 200 };
    expect(squareRegion(region, { x: 10, y: 90, width: 600, height: 30 }, 900, 200)).toBe(region);
  });
});
