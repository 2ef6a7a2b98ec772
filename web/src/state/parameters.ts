import {
  type EngineDescription,
  type EngineParameter,
  parameterNames,
} from '@cleanplate/shared/contract/engine.ts';
import type { RemovalParameters } from '../engines/engine.ts';
import type { ParameterValues } from './settings.ts';

function valueOf(
  parameter: EngineParameter,
  stored: number | string | undefined,
): number | string | undefined {
  if (parameter.kind === 'number') {
    if (typeof stored !== 'number') return parameter.default ?? undefined;
    return Math.min(parameter.max, Math.max(parameter.min, stored));
  }
  if (typeof stored !== 'string') return parameter.default ?? undefined;
  if (parameter.kind === 'text') return stored.slice(0, parameter.maxChars);
  return parameter.choices.includes(stored) ? stored : (parameter.default ?? undefined);
}

/**
 * The values an engine is run with: those that its description names, in its ranges; what the user did not set is the
 * engine's default, and what has no default is left out.
 */
export function parameterValues(
  description: EngineDescription,
  stored: ParameterValues = {},
): ParameterValues {
  const values: Record<string, number | string> = {};
  for (const name of parameterNames) {
    const parameter = description.parameters[name];
    const value = parameter && valueOf(parameter, stored[name]);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** The same, as an engine takes them. */
export function removalParameters(
  description: EngineDescription,
  stored?: ParameterValues,
): RemovalParameters {
  const values = parameterValues(description, stored);
  const number = (value: number | string | undefined, otherwise: number) =>
    typeof value === 'number' ? value : otherwise;
  return {
    ...values,
    sampleCount: number(values.sampleCount, 1),
    dilation: number(values.dilation, 0),
  } as RemovalParameters;
}
