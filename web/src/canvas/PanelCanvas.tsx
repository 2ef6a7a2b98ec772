import { transfer } from 'comlink';
import { useLayoutEffect, useRef, useState } from 'react';
import { panelViews } from '../state/panelView.ts';
import { useView, viewStore } from '../state/viewStore.ts';
import type { Size } from '../document/view.ts';
import type { PanelContent } from '../workers/documentApi.ts';
import type { DocumentClient } from '../workers/documentClient.ts';
import { observeDeviceSize } from './deviceSize.ts';
import { bindPanelPointer } from './panelPointer.ts';
import css from './panel.module.css';

interface PanelCanvasProps {
  readonly client: DocumentClient;
  /** Unique among the mounted panels. */
  readonly panelId: string;
  readonly content: PanelContent;
  readonly className?: string;
  /** Wheel, drag and pinch move the shared view; otherwise it only follows. */
  readonly isMovable?: boolean;
}

/** One picture under the panels' shared view, painted by the document's worker. Fills its parent. */
export function PanelCanvas({ client, panelId, content, className, isMovable = false }: PanelCanvasProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  // A content made anew with each render is still the same content.
  const described = JSON.stringify(content);
  const isFollowing = content.isWhole !== true && content.part === undefined;
  const subject = useView((state) => `${state.documentId}:${state.removalId}`);

  useLayoutEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    // A canvas can be handed over once: each mount has its own.
    const canvas = document.createElement('canvas');
    canvas.className = css.picture;
    element.prepend(canvas);
    const offscreen = canvas.transferControlToOffscreen();
    void client.api.attachPanel(panelId, transfer(offscreen, [offscreen]));
    const disconnect = panelViews.connect({
      setPanelView: (view, width, height) => void client.api.setPanelView(view, width, height),
    });
    const unobserve = observeDeviceSize(element, (next) => {
      if (next.width >= 1 && next.height >= 1) setSize(next);
    });
    return () => {
      unobserve();
      disconnect();
      void client.api.detachPanel(panelId);
      canvas.remove();
      setSize(null);
    };
  }, [client, panelId]);

  useLayoutEffect(() => {
    if (!size) return;
    void client.api.setPanel(panelId, JSON.parse(described) as PanelContent, size.width, size.height);
  }, [client, panelId, described, size]);

  useLayoutEffect(() => {
    const { photo, maskBounds } = viewStore.getState();
    if (size && photo && isFollowing)
      panelViews.arrive({ photo, part: maskBounds, size, isMovable, subject });
  }, [size, isMovable, isFollowing, subject]);

  useLayoutEffect(() => {
    const element = holder.current;
    if (!element || !isMovable || !size) return undefined;
    return bindPanelPointer(element, {
      size: () => size,
      view: () => panelViews.seenFrom(size),
      setView(view) {
        const { photo } = viewStore.getState();
        if (photo) panelViews.move(photo, view, size);
      },
    });
  }, [isMovable, size]);

  return <div ref={holder} className={`${css.panel} ${isMovable ? css.movable : ''} ${className ?? ''}`} />;
}
