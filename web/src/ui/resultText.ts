import type { PatchFacts, ResultFacts } from '../document/facts.ts';
import type { MessageKey } from './i18n/en.ts';
import type { Text } from './i18n/useText.ts';

type Made = Pick<ResultFacts | PatchFacts, 'engine' | 'strategy' | 'seed' | 'seconds' | 'leftComputer'>;

const strategies: ReadonlySet<string> = new Set(['balanced', 'nearby', 'texture', 'smoothLight']);

/** A strategy in the page's language; one it does not know, or a model, stands as it is. */
export const strategyName = (strategy: string, text: Text): string =>
  strategies.has(strategy) ? text(`strategies.${strategy}` as MessageKey) : strategy;

/** What a card is called under its picture: how this computer filled it, or whose engine did. */
export const makerName = ({ engine, strategy }: Made, text: Text): string =>
  engine === 'local' ? strategyName(strategy, text) : text(`engines.${engine}` as MessageKey);

export const secondsText = ({ seconds }: Made, text: Text): string =>
  text('proof.seconds', { seconds: seconds.toFixed(1) });

/** "Balanced · 3.8 s · seed 1 · Stayed on this computer" */
export function cardText(made: Made, text: Text): string {
  return [
    makerName(made, text),
    secondsText(made, text),
    ...(made.seed === null ? [] : [text('proof.seed', { seed: made.seed })]),
    text(made.leftComputer ? 'results.leftComputer' : 'results.stayed'),
  ].join(' · ');
}

/** "This computer · Balanced · 3.8 s · seed 1 · Stayed on this computer" */
export function originText(made: Made, text: Text): string {
  return [
    text(`engines.${made.engine}` as MessageKey),
    strategyName(made.strategy, text),
    secondsText(made, text),
    ...(made.seed === null ? [] : [text('proof.seed', { seed: made.seed })]),
    text(made.leftComputer ? 'results.leftComputer' : 'results.stayed'),
  ].join(' · ');
}
