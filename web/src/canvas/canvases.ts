import { transfer } from 'comlink';
import type { DocumentClient } from '../workers/documentClient.ts';

interface Canvases {
  readonly photo: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
}

const handedOver = new WeakMap<DocumentClient, Canvases>();

/**
 * The editor's two canvases of a client. A canvas can be handed to a worker once in its life, so they are made once per
 * client and outlive any remount of the component that shows them.
 */
export function canvasesOf(client: DocumentClient): Canvases {
  const known = handedOver.get(client);
  if (known) return known;
  const canvases = { photo: document.createElement('canvas'), overlay: document.createElement('canvas') };
  handedOver.set(client, canvases);
  handOver(client, canvases);
  return canvases;
}

function handOver(client: DocumentClient, { photo, overlay }: Canvases): void {
  const parts = [photo.transferControlToOffscreen(), overlay.transferControlToOffscreen()] as const;
  // On a screen that shows more than sRGB, photos that hold more are shown with it.
  const space = matchMedia('(color-gamut: p3)').matches ? 'display-p3' : 'srgb';
  void client.api.attachCanvases(transfer(parts[0], [parts[0]]), transfer(parts[1], [parts[1]]), space);
}
