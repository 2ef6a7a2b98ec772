import type {
  EngineDescription,
  EngineParameter,
  ParameterName,
} from '@cleanplate/shared/contract/engine.ts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
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

type Value = number | string | undefined;

interface FieldProps {
  readonly name: ParameterName;
  readonly parameter: EngineParameter;
  readonly value: Value;
  readonly isChanged: boolean;
  readonly describedBy: string;
  readonly onChange: (value: Value) => void;
}

function Field(props: FieldProps) {
  const text = useText();
  const { name, parameter, value, describedBy, onChange } = props;
  const label = text(`panel.${name}`);
  if (parameter.kind === 'choice') return <ChoiceField {...props} parameter={parameter} label={label} />;
  if (parameter.kind === 'text')
    return (
      <TextField
        label={label}
        value={typeof value === 'string' ? value : ''}
        maxLength={parameter.maxChars}
        {...(name === 'prompt' && { placeholder: text('panel.promptPlaceholder') })}
        {...(name === 'negativePrompt' && { placeholder: text('panel.negativePromptPlaceholder') })}
        describedBy={describedBy}
        onChange={onChange}
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
        describedBy={describedBy}
        onChange={onChange}
      />
    );
  return <NumberField {...props} parameter={parameter} label={label} />;
}

/** A name in the page's language; one that the page does not know stands as it is. */
function useChoiceName(name: ParameterName): (choice: string) => string {
  const { t, i18n } = useTranslation();
  return (choice) => (i18n.exists(`choices.${name}.${choice}`) ? t(`choices.${name}.${choice}`) : choice);
}

type Kind<K extends EngineParameter['kind']> = Extract<EngineParameter, { kind: K }>;

function ChoiceField(props: FieldProps & { parameter: Kind<'choice'>; label: string }) {
  const text = useText();
  const choiceName = useChoiceName(props.name);
  const { parameter, value } = props;
  return (
    <SelectField
      label={props.label}
      value={typeof value === 'string' ? value : ''}
      choices={[
        ...(parameter.default === null ? [{ value: '', label: text('panel.engineDefault') }] : []),
        ...parameter.choices.map((choice) => ({ value: choice, label: choiceName(choice) })),
      ]}
      describedBy={props.describedBy}
      onChange={(next) => props.onChange(next || undefined)}
    />
  );
}

function NumberField(props: FieldProps & { parameter: Kind<'number'>; label: string }) {
  const text = useText();
  const width = useFacts(({ facts }) => facts?.width ?? 0);
  const { name, value, label, onChange } = props;
  const { min, max, step } = props.parameter;
  // What is left alone is not sent: the slider must not look as if it stood for a number.
  const isSet = typeof value === 'number';
  const format = (one: number) => {
    if (!isSet) return text('panel.engineDefault');
    if (name !== 'dilation') return String(one);
    return text('panel.dilationPixels', {
      percent: (one * 100).toFixed(1),
      pixels: Math.round(one * width),
    });
  };
  return (
    <SliderField
      label={label}
      value={isSet ? value : min}
      {...{ min, max, step, format }}
      stops={name === 'sampleCount'}
      describedBy={props.describedBy}
      {...(props.isChanged && {
        reset: { label: text('panel.reset', { name: label }), onReset: () => onChange(undefined) },
      })}
      onChange={onChange}
    />
  );
}

/** A control, and the line that says when to touch it. */
function Parameter(props: Omit<FieldProps, 'describedBy'> & { readonly isHere: boolean }) {
  const { isHere, ...field } = props;
  const { t, i18n } = useTranslation();
  const id = useId();
  const own = `adviceHere.${field.name}`;
  const key = isHere && i18n.exists(own) ? own : `advice.${field.name}`;
  return (
    <div className={styles.parameter}>
      <Field {...field} describedBy={id} />
      <p id={id} className={styles.advice}>
        {t(key)}
      </p>
    </div>
  );
}

/** What the chosen engine can be told: its description names the controls. */
export function ParameterSection({ engine }: { engine: EngineDescription }) {
  const text = useText();
  const { settings } = useSession();
  const stored = useSettings(({ parameters }) => parameters[engine.id]);
  const values = parameterValues(engine, stored);
  return (
    <section className={`${styles.section} ${styles.parameters}`} aria-label={text('panel.parameters')}>
      {order.map((name) => {
        const parameter = engine.parameters[name];
        if (!parameter) return null;
        return (
          <Parameter
            key={name}
            name={name}
            parameter={parameter}
            value={values[name]}
            isChanged={stored?.[name] !== undefined && stored[name] !== parameter.default}
            isHere={engine.runs === 'browser'}
            onChange={(value) => setParameter(settings, engine.id, name, value)}
          />
        );
      })}
    </section>
  );
}
