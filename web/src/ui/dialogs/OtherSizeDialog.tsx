import { useText } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';

const nothing: Readonly<Record<string, string | number>> = {
  maskWidth: 0,
  maskHeight: 0,
  width: 0,
  height: 0,
};

/** A mask of another size: both sizes named; stretched to the photo only when the user says so. */
export function OtherSizeDialog() {
  const text = useText();
  const session = useSession();
  const waiting = useFacts((state) => state.otherSizeMask);
  return (
    <ConfirmDialog
      open={waiting !== null}
      title={text('mask.otherSizeTitle')}
      detail={text('mask.otherSize', waiting?.params ?? nothing)}
      confirm={text('mask.fit')}
      decline={text('panel.cancel')}
      onAnswer={(fit) => void session.settleOtherSize(fit)}
    />
  );
}
