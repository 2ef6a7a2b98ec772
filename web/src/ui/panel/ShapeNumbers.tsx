import { ChevronRight } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import { modeOf, useTool } from '../../state/toolStore.ts';
import { Button } from '../controls/Button.tsx';
import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './ShapeNumbers.module.css';

const fields = ['left', 'top', 'width', 'height'] as const;
type Field = (typeof fields)[number];

/** A box or an ellipse by its numbers: to the pixel, and without a pointer. */
export function ShapeNumbers({ kind }: { kind: 'box' | 'ellipse' }) {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={styles.numbers}>
      <button
        type="button"
        className={styles.disclose}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight size={14} className={styles.arrow} aria-hidden />
        {text('tools.byNumbers')}
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && <NumbersForm kind={kind} />}
      </div>
    </div>
  );
}

function NumbersForm({ kind }: { kind: 'box' | 'ellipse' }) {
  const text = useText();
  const session = useSession();
  const photo = useFacts(({ facts }) => facts);
  const mode = useTool(modeOf);
  const plane = useTool((state) => state.plane);
  const problemId = useId();
  const [problem, setProblem] = useState<string | null>(null);
  // What is masked now is the best guess at what is meant: a box to be made a little larger, or set right.
  const [values, setValues] = useState<Readonly<Record<Field, string>>>(() => {
    const start = photo?.maskBounds ?? {
      x: 0,
      y: 0,
      width: Math.ceil((photo?.width ?? 4) / 4),
      height: Math.ceil((photo?.height ?? 4) / 4),
    };
    return {
      left: String(start.x),
      top: String(start.y),
      width: String(start.width),
      height: String(start.height),
    };
  });
  const draw = (event: FormEvent) => {
    event.preventDefault();
    if (!photo) return;
    const [x, y, width, height] = fields.map((field) =>
      values[field].trim() === '' ? Number.NaN : Number(values[field]),
    );
    const isWhole = [x, y, width, height].every(Number.isInteger) && width >= 1 && height >= 1;
    const isBeside = x >= photo.width || y >= photo.height || x + width <= 0 || y + height <= 0;
    if (!isWhole) return setProblem(text('tools.noNumber'));
    if (isBeside) return setProblem(text('tools.beside', { width: photo.width, height: photo.height }));
    setProblem(null);
    void session.addShape(kind, { x, y, width, height }, mode, plane);
  };
  const verbs =
    plane === 'mask'
      ? ({ add: 'tools.draw', subtract: 'tools.takeAway' } as const)
      : ({ add: 'tools.drawProtected', subtract: 'tools.takeAwayProtected' } as const);
  return (
    <form className={styles.form} noValidate onSubmit={draw}>
      {fields.map((field) => (
        <label key={field} className={styles.field}>
          {text(`tools.${field}`)}
          <input
            className={styles.input}
            type="number"
            inputMode="numeric"
            step={1}
            value={values[field]}
            aria-describedby={problem ? problemId : undefined}
            onChange={({ target }) => setValues({ ...values, [field]: target.value })}
          />
        </label>
      ))}
      {problem && (
        <p id={problemId} className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Button type="submit" className={styles.draw}>
        {text(verbs[mode])}
      </Button>
    </form>
  );
}
