import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { texts } from '../texts.ts';
import type { Pixel, Size } from './view.ts';

/** The card's width beside its mark; on a narrower map it stands at the bottom, as wide as the map. */
const [width, besideFrom] = [288, 480];

/**
 * A card above the map, beside a mark. It has the focus when it opens, Escape closes it, and it never reaches out of the
 * map.
 */
export function MapCard({
  label,
  at,
  size,
  onClose,
  children,
}: {
  label: string;
  /** The middle of the mark. */
  at: Pixel;
  size: Size;
  onClose: () => void;
  children: ReactNode;
}): ReactNode {
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => card.current!.focus({ preventScroll: true }), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  const isBeside = size.width >= besideFrom;
  const right = at.x + 26;
  const left = right + width <= size.width - 8 ? right : at.x - 26 - width;
  const isLow = at.y > size.height / 2;
  const style = {
    width,
    left: Math.min(Math.max(8, left), size.width - 8 - width),
    ...(isLow
      ? { bottom: Math.max(8, size.height - at.y - 24), maxHeight: Math.min(size.height - 16, at.y + 16) }
      : { top: Math.max(8, at.y - 24), maxHeight: Math.min(size.height - 16, size.height - at.y + 16) }),
  };
  return (
    <div
      ref={card}
      className={isBeside ? 'map-card' : 'map-card low'}
      style={isBeside ? style : undefined}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <button
        type="button"
        className="close"
        aria-label={texts.map.close}
        title={texts.map.close}
        onClick={onClose}
      >
        ×
      </button>
      {children}
    </div>
  );
}
