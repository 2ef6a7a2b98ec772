import type {
  EngineDescription,
  EngineParameter,
  ParameterName,
} from '@cleanplate/shared/contract/engine.ts';
import { parameterValues } from '../../state/parameters.ts';
import { setParameter } from '../../state/settings.ts';
import { SeedField } from '../controls/SeedField.tsx';
import { SelectField } from '../controls/SelectField.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { TextField } from '../controls/TextField.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession, useSettings } from '../sessionContext.tsx';
import styles from './panel.module.css';

/** In the order of Media Studio's panel. */
const order: readonly ParameterName[] = [
  'sampleCount',
  'prompt',
  'negativePrompt',
  'dilation',
  'baseSteps',
  'guidanceScale',
  'imageSize',
  'personGeneration',
  'safetySetting',
  'language',
  'seed',
];

interface FieldProps {
  readonly name: ParameterName;
  readonly parameter: EngineParameter;
  readonly value: number | string | undefined;
  readonly onChange: (value: number | string | undefined) => void;
}

function Field({ name, parameter, value, onChange }: FieldProps) {
  const text = useText();
  const width = useFacts(({ facts }) => facts?.width ?? 0);
  const label = text(`panel.${name}`);
  if (parameter.kind === 'text')
    return (
      <TextField
        label={label}
        value={typeof value === 'string' ? value : ''}
        maxLength={parameter.maxChars}
        {...(name === 'prompt' && { placeholder: text('panel.promptPlaceholder') })}
        {...(name === 'negativePrompt' && { placeholder: text('panel.negativePromptPlaceholder') })}
        onChange={onChange}
      />
    );
  if (parameter.kind === 'choice')
    return (
      <SelectField
        label={label}
        value={typeof value === 'string' ? value : ''}
        choices={[
          ...(parameter.default === null ? [{ value: '', label: text('panel.engineDefault') }] : []),
          ...parameter.choices.map((choice) => ({ value: choice, label: choice })),
        ]}
        onChange={(next) => onChange(next || undefined)}
      />
    );
  if (name === 'seed')
    return (
      <SeedField
        label={label}
        placeholder={text('panel.seedRandom')}
        rollLabel={text('panel.newSeed')}
        clearLabel={text('panel.useRandomSeed')}
        value={typeof value === 'number' ? value : undefined}
        max={parameter.max}
        canClear={parameter.default === null}
        onChange={onChange}
      />
    );
  const { min, max, step } = parameter;
  const format = (one: number) =>
    name === 'dilation'
      ? text('panel.dilationPixels', { percent: (one * 100).toFixed(1), pixels: Math.round(one * width) })
      : String(one);
  return (
    <SliderField
      label={label}
      value={typeof value === 'number' ? value : min}
      {...{ min, max, step, format }}
      stops={name === 'sampleCount'}
      onChange={onChange}
    />
  );
}

/** What the chosen engine can be told: its description names the controls. */
export function ParameterSection({ engine }: { engine: EngineDescription }) {
  const text = useText();
  const { settings } = useSession();
  const stored = useSettings(({ parameters }) => parameters[engine.id]);
  const values = parameterValues(engine, stored);
  return (
    <section className={styles.section} aria-label={text('panel.parameters')}>
      {order.map((name) => {
        const parameter = engine.parameters[name];
        if (!parameter) return null;
        return (
          <Field
            key={name}
            name={name}
            parameter={parameter}
            value={values[name]}
            onChange={(value) => setParameter(settings, engine.id, name, value)}
          />
        );
      })}
    </section>
  );
}
