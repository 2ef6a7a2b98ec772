/** How far a slider over several orders of magnitude has travelled: equal steps are equal ratios. */
export interface SliderRange {
  /** Above 0. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

// 120 steps from 1 to 10,000 are 8 % each: one arrow key feels like one press of the `]` key.
export const travelSteps = 120;

/** Place of a value on the slider, 0–`travelSteps`. */
export function toTravel(value: number, { min, max }: SliderRange): number {
  const share = Math.log(Math.max(min, Math.min(max, value)) / min) / Math.log(max / min);
  return Math.round(share * travelSteps);
}

/**
 * The value when the slider is moved to a place: a whole number of steps. At the small end, where several places share
 * a value, it moves by one step at the least, so that an arrow key is never stuck.
 */
export function fromTravel(value: number, place: number, range: SliderRange): number {
  const { min, max, step } = range;
  const within = (number: number) => Math.min(max, Math.max(min, Math.round(number / step) * step));
  const target = within(min * (max / min) ** (place / travelSteps));
  if (target !== value) return target;
  return within(value + Math.sign(place - toTravel(value, range)) * step);
}
