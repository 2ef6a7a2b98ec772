import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Button } from '../controls/Button.tsx';
import styles from './Dialog.module.css';

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly detail: string;
  readonly confirm: string;
  readonly decline: string;
  readonly onAnswer: (yes: boolean) => void;
}

/** A question with two answers. Esc declines. */
export function ConfirmDialog({ open, title, detail, confirm, decline, onAnswer }: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onAnswer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Popup className={styles.popup}>
          <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
          <AlertDialog.Description className={styles.detail}>{detail}</AlertDialog.Description>
          <div className={styles.buttons}>
            <AlertDialog.Close render={<Button tone="quiet" />}>{decline}</AlertDialog.Close>
            <Button tone="primary" onClick={() => onAnswer(true)}>
              {confirm}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
