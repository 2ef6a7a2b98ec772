import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Finding } from '../../document/preflight.ts';
import { shownRun } from '../../state/runs.ts';
import { useView } from '../../state/viewStore.ts';
import { useText, type Text } from '../i18n/useText.ts';
import { useFacts, useSession } from '../sessionContext.tsx';
import styles from './panel.module.css';

// The mask is looked at once the hand rests, not while it paints.
const restMs = 400;
// Who rests for this long after that has probably masked what he wants to be gone.
const longRestMs = 1000;

function words(finding: Finding, text: Text): { sentence: string; fix: string } | null {
  switch (finding.code) {
    case 'specks':
      return {
        sentence: text('preflight.specks', { count: finding.count }),
        fix: text('preflight.fixSpecks'),
      };
    case 'holes':
      return {
        sentence: text('preflight.holes', { pixels: finding.pixels }),
        fix: text('preflight.fixHoles'),
      };
    case 'large':
      return {
        sentence: text('preflight.large', { percent: Math.round(finding.percent) }),
        fix: text('mask.invertMask'),
      };
    case 'tight':
      return {
        sentence: text('preflight.tight'),
        fix: text('preflight.fixTight', { pixels: finding.growPx }),
      };
    default:
      // Empty and everything keep Remove disabled, which says why.
      return null;
  }
}

/** Quiet notices before Remove, each with its fix; none of them blocks. */
export function Preflight() {
  const text = useText();
  const session = useSession();
  const dilation = useView(({ display }) => display.dilation);
  const revision = useFacts(({ facts }) => `${facts?.id} ${facts?.revision} ${dilation}`);
  const hasMask = useFacts((state) => shownRun(state) === null && (state.facts?.maskPixels ?? 0) > 0);
  const [found, setFound] = useState<{ revision: string; findings: readonly Finding[] }>();
  useEffect(() => {
    if (!hasMask) return undefined;
    let isCurrent = true;
    let timer = setTimeout(() => {
      void session.client.api.preflight(dilation).then((findings) => {
        if (!isCurrent) return undefined;
        setFound({ revision, findings });
        timer = setTimeout(() => void session.expectRemoval(), longRestMs);
        return undefined;
      });
    }, restMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [session, revision, hasMask, dilation]);
  if (!hasMask || found?.revision !== revision) return null;
  return found.findings.map((finding) => {
    const said = words(finding, text);
    return (
      said && (
        <p key={finding.code} className={styles.finding}>
          <TriangleAlert size={14} aria-hidden />
          <span>{said.sentence}</span>
          <button type="button" className={styles.fix} onClick={() => void session.fix(finding)}>
            {said.fix}
          </button>
        </p>
      )
    );
  });
}
