import { Minus, Plus, Shield, SquareDashed } from 'lucide-react';
import { useEffect } from 'react';
import { modeOf, toolActions, useTool, useToolSettings } from '../../state/toolStore.ts';
import { toolById } from '../../tools/index.ts';
import type { ToolControl } from '../../tools/gesture.ts';
import { Segmented } from '../controls/Segmented.tsx';
import { SliderField } from '../controls/SliderField.tsx';
import { SwitchField } from '../controls/SwitchField.tsx';
import type { MessageKey } from '../i18n/en.ts';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession, useSettings } from '../sessionContext.tsx';
import { GuideOptions } from './GuideOptions.tsx';
import { ShapeNumbers } from './ShapeNumbers.tsx';
import styles from './panel.module.css';

function Control({ control }: { control: ToolControl }) {
  const text = useText();
  const value = useToolSettings()[control.setting];
  const label = text(control.labelKey as MessageKey);
  const maxSize = useTool((state) => state.maxSize);
  const photoWidth = useFacts(({ facts }) => facts?.width ?? 1);
  if (control.kind === 'toggle')
    return (
      <SwitchField
        label={label}
        checked={value === true}
        onChange={(next) => toolActions.set(control.setting, next)}
      />
    );
  const { min = 0, step = 0.01, logarithmic = false, unit } = control;
  const max = unit === 'px' ? maxSize : (control.max ?? 1);
  const format = (one: number) =>
    unit === '%'
      ? `${Math.round(one * 100)} %`
      : unit === 'px'
        ? text('control.sizeOf', { pixels: Math.round(one), percent: ((100 * one) / photoWidth).toFixed(1) })
        : String(one);
  return (
    <SliderField
      label={label}
      value={Number(value)}
      {...{ min, max, step, logarithmic, format }}
      onChange={(next) => toolActions.set(control.setting, next)}
    />
  );
}

/** For many small things one after the other: no results to choose from, no button in between. */
function QuickRemove() {
  const text = useText();
  const { settings } = useSession();
  const isOn = useSettings(({ quickRemove }) => quickRemove);
  return (
    <div>
      <SwitchField
        label={text('control.quickRemove')}
        checked={isOn}
        onChange={(next) => settings.setState({ quickRemove: next })}
      />
      {isOn && <p className={styles.note}>{text('control.quickRemoveNote')}</p>}
    </div>
  );
}

interface ToolOptionsProps {
  /** The engine can keep an area from being copied from. */
  readonly canProtect: boolean;
  /** The engine follows drawn lines. */
  readonly canGuide: boolean;
}

/** What the tool in hand can be set to: the list comes from the tool itself. */
export function ToolOptions({ canProtect, canGuide }: ToolOptionsProps) {
  const text = useText();
  const plane = useTool((state) => state.plane);
  useEffect(() => {
    // Protecting for an engine that cannot would paint into nothing.
    if (!canProtect) toolActions.setPlane('mask');
  }, [canProtect]);
  const tool = useTool((state) => state.tool);
  const mode = useTool(modeOf);
  const { controls, begin, isBesideMask = false } = toolById(tool);
  if (!begin) return null;
  return (
    <section className={styles.section} aria-label={text('panel.toolSettings')}>
      <h3 className={styles.heading}>{text(`tool.${tool}`)}</h3>
      {tool === 'guide' && <GuideOptions canFollow={canGuide} />}
      {canProtect && !isBesideMask && (
        <Segmented
          label={text('tools.paint')}
          options={[
            { value: 'mask', label: text('tools.paintMask'), icon: SquareDashed },
            { value: 'protect', label: text('tools.paintProtect'), icon: Shield },
          ]}
          value={plane}
          onChange={toolActions.setPlane}
        />
      )}
      {/* The eraser is the mode. */}
      {tool !== 'eraser' && !isBesideMask && (
        <Segmented
          label={text('tools.mode')}
          options={[
            { value: 'add', label: text('tools.add'), icon: Plus },
            { value: 'subtract', label: text('tools.subtract'), icon: Minus },
          ]}
          value={mode}
          onChange={toolActions.setMode}
        />
      )}
      {controls.map((control) => (
        <Control key={control.setting} control={control} />
      ))}
      {(tool === 'box' || tool === 'ellipse') && <ShapeNumbers kind={tool} />}
      {tool !== 'eraser' && !isBesideMask && plane === 'mask' && <QuickRemove />}
    </section>
  );
}
