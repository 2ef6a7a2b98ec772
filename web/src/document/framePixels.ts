import type { ExactPixels } from './pngPixels.ts';

interface FrameDecoder {
  new (init: { data: ArrayBuffer; type: string; premultiplyAlpha: 'none'; colorSpaceConversion: 'none' }): {
    decode(): Promise<{ image: VideoFrame }>;
    close(): void;
  };
}

/** WebP and AVIF with alpha: the frame decoder of WebCodecs gives bytes that no canvas has premultiplied. */
export async function framePixels(file: Blob, type: string): Promise<ExactPixels | undefined> {
  const Decoder = (globalThis as { ImageDecoder?: FrameDecoder }).ImageDecoder;
  if (!Decoder) return undefined;
  const decoder = new Decoder({
    data: await file.arrayBuffer(),
    type: `image/${type}`,
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  });
  try {
    const { image } = await decoder.decode();
    const width = image.displayWidth;
    const height = image.displayHeight;
    const data = new Uint8ClampedArray(width * height * 4);
    await image.copyTo(data, { format: 'RGBA' });
    image.close();
    return { data, width, height };
  } catch {
    return undefined;
  } finally {
    decoder.close();
  }
}
