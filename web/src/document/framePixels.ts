import type { ExactPixels } from './pngPixels.ts';

// 512 rows at a time: no texture is larger than every graphics chip allows, whatever the height.
const stripRows = 512;

/**
 * WebP and AVIF with alpha, byte for byte. A canvas premultiplies, and so does the browser's own frame decoder on its way
 * (Chromium 156: colours under full transparency come back black); a texture takes the decoder's bytes as they are.
 * @returns undefined where there is no WebGL, the photo is wider than its textures, or the browser does not open it so
 */
export async function framePixels(file: Blob): Promise<ExactPixels | undefined> {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return undefined;
  // A browser that cannot, or a damaged file: the usual way tells which.
  const asStored = { premultiplyAlpha: 'none', colorSpaceConversion: 'none' } as const;
  const bitmap = await createImageBitmap(file, asStored).catch(() => null);
  if (!bitmap) return undefined;
  try {
    const { width, height } = bitmap;
    if (width > (gl.getParameter(gl.MAX_TEXTURE_SIZE) as number)) return undefined;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    const data = new Uint8ClampedArray(width * height * 4);
    for (let y = 0; y < height; y += stripRows) {
      const rows = Math.min(stripRows, height - y);
      gl.pixelStorei(gl.UNPACK_SKIP_ROWS, y);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, width, rows, 0, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
      if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE) return undefined;
      const strip = data.subarray(y * width * 4, (y + rows) * width * 4);
      gl.readPixels(
        0,
        0,
        width,
        rows,
        gl.RGBA,
        gl.UNSIGNED_BYTE,
        new Uint8Array(strip.buffer, strip.byteOffset, strip.length),
      );
    }
    return gl.getError() === gl.NO_ERROR ? { data, width, height } : undefined;
  } finally {
    bitmap.close();
    gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}
