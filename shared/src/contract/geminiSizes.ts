/** What Gemini's image models answer in: pixels at 1K by aspect ratio; 2K and 4K are twice and four times as many a side. */
const sizesAt1K = {
  '1:1': [1024, 1024],
  '3:2': [1264, 848],
  '2:3': [848, 1264],
  '4:3': [1200, 896],
  '3:4': [896, 1200],
  '5:4': [1152, 928],
  '4:5': [928, 1152],
  '16:9': [1376, 768],
  '9:16': [768, 1376],
  '21:9': [1584, 672],
} as const;

export type GeminiAspect = keyof typeof sizesAt1K;

const times = { '1K': 1, '2K': 2, '4K': 4 } as const;
export type GeminiImageSize = keyof typeof times;

export interface GeminiFormat {
  readonly aspect: GeminiAspect;
  readonly imageSize: GeminiImageSize;
  /** Pixels of the answer. A picture sent at this very size comes back without being stretched or cut. */
  readonly width: number;
  readonly height: number;
}

/**
 * The format to ask for when a picture of width × height is sent: the aspect that stretches it least, at the smallest
 * size that loses none of its pixels, 4K above that.
 */
export function geminiFormat(width: number, height: number): GeminiFormat {
  const stretch = (aspect: GeminiAspect) =>
    Math.abs(Math.log((sizesAt1K[aspect][0] / sizesAt1K[aspect][1]) * (height / width)));
  const aspects = Object.keys(sizesAt1K) as GeminiAspect[];
  const aspect = aspects.reduce((best, one) => (stretch(one) < stretch(best) ? one : best));
  const [across, down] = sizesAt1K[aspect];
  const names = Object.keys(times) as GeminiImageSize[];
  const imageSize =
    names.find((name) => across * times[name] >= width && down * times[name] >= height) ?? '4K';
  return { aspect, imageSize, width: across * times[imageSize], height: down * times[imageSize] };
}
