import {
  parameterNames,
  type EngineDescription,
  type EngineParameter,
  type ParameterName,
} from '@cleanplate/shared/contract/engine.ts';
import type { PatchFacts } from '../../document/facts.ts';
import type { MessageKey } from '../i18n/en.ts';
import type { Text } from '../i18n/useText.ts';

interface Said {
  readonly text: Text;
  readonly language: string;
}

/** What an engine's description says a parameter is when nobody touches it; without a description nothing is known. */
const isLeftAlone = (value: string | number, parameter: EngineParameter | undefined): boolean =>
  value === '' || (parameter !== undefined && value === parameter.default);

function valueText(name: ParameterName, value: string | number, photoWidth: number, said: Said): string {
  if (typeof value === 'number')
    return name === 'dilation'
      ? said.text('panel.dilationPixels', {
          percent: (value * 100).toFixed(1),
          pixels: Math.round(value * photoWidth),
        })
      : value.toLocaleString(said.language);
  // A key that has no sentence comes back as it is: a choice the page does not know stands in the engine's words.
  const key = `choices.${name}.${value}`;
  const named = said.text(key as MessageKey);
  return named === key ? value : named;
}

/** Name and value, as the panel says them, of every parameter that was not left at its default. The seed has a row of its own. */
export function parameterRows(
  patch: Pick<PatchFacts, 'engine' | 'parameters'>,
  engines: readonly EngineDescription[],
  photoWidth: number,
  said: Said,
): readonly (readonly [name: string, value: string])[] {
  const described = engines.find(({ id }) => id === patch.engine)?.parameters ?? {};
  return parameterNames.flatMap((name) => {
    const value = patch.parameters[name];
    if (name === 'seed' || value === undefined || isLeftAlone(value, described[name])) return [];
    return [[said.text(`panel.${name}`), valueText(name, value, photoWidth, said)] as const];
  });
}
