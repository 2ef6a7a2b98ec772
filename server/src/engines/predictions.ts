import { z } from 'zod';
import type { Answer, Withheld } from './engine.ts';
import { filterReason } from './words.ts';

/** One entry of `predictions[]`. Only what is read is named: Google adds keys and changes their order. */
const predictionSchema = z.object({
  bytesBase64Encoded: z.string().optional(),
  raiFilteredReason: z.string().optional(),
});

const responseSchema = z.object({ predictions: z.array(z.unknown()).optional() });

/**
 * Pictures and filter reasons of a `:predict` answer (both Imagen generations). A missing `predictions`, an entry with
 * safety attributes only, and entries of an unknown shape count as nothing.
 */
export function fromPredictions(body: unknown): Answer {
  const response = responseSchema.safeParse(body);
  const pictures: string[] = [];
  const filtered: Withheld[] = [];
  for (const entry of response.data?.predictions ?? []) {
    const { data } = predictionSchema.safeParse(entry);
    if (data?.bytesBase64Encoded) pictures.push(data.bytesBase64Encoded);
    else if (data?.raiFilteredReason)
      filtered.push({ kind: 'safety', reason: filterReason(data.raiFilteredReason) });
  }
  return { pictures, filtered };
}
