/**
 * The value below which a share of the values lies, by Hoare's quickselect: what sorting would put at `share · length`.
 *
 * @param values one or more, no NaN; left in another order
 * @param share 0 to 1
 */
export function quantileOf(values: Float32Array, share: number): number {
  const wanted = Math.min(values.length - 1, Math.floor(share * values.length));
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1];
    let low = from;
    let high = to;
    while (low <= high) {
      while (values[low] < pivot) low++;
      while (values[high] > pivot) high--;
      if (low > high) break;
      const kept = values[low];
      values[low++] = values[high];
      values[high--] = kept;
    }
    // Between the two lie only values that are the pivot's equals.
    if (wanted <= high) to = high;
    else if (wanted >= low) from = low;
    else break;
  }
  return values[wanted];
}
