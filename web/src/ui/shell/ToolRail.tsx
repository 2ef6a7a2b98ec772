import { Toolbar } from '@base-ui/react/toolbar';
import { toolActions, useTool } from '../../state/toolStore.ts';
import { tools } from '../../tools/index.ts';
import { Tip } from '../controls/Tip.tsx';
import { useText } from '../i18n/useText.ts';
import { useShortcutLabel } from '../useShortcutLabel.ts';
import { useNarrow } from '../useNarrow.ts';
import { toolIcons } from './toolIcons.ts';
import styles from './ToolRail.module.css';

/** The tools, as the registry lists them. Arrow keys move along, as in any toolbar. */
export function ToolRail() {
  const text = useText();
  const keyOf = useShortcutLabel();
  const isNarrow = useNarrow();
  const current = useTool((state) => state.tool);
  return (
    <Toolbar.Root
      className={styles.rail}
      orientation={isNarrow ? 'horizontal' : 'vertical'}
      aria-label={text('tools.toolbar')}
    >
      {tools.map((tool) => {
        const Icon = toolIcons[tool.id];
        const name = text(`tool.${tool.id}`);
        return (
          <Tip key={tool.id} text={name} keys={keyOf(`tool.${tool.id}`)} side={isNarrow ? 'top' : 'right'}>
            <Toolbar.Button
              className={styles.tool}
              aria-label={name}
              aria-pressed={tool.id === current}
              aria-keyshortcuts={tool.shortcut}
              onClick={() => toolActions.choose(tool.id)}
            >
              <Icon size={20} strokeWidth={1.75} aria-hidden />
            </Toolbar.Button>
          </Tip>
        );
      })}
    </Toolbar.Root>
  );
}
