import type { Stretch, Together } from './shared.ts';

/** One press of a button or key zooms to this share of the visible range. */
export const zoomStep = 0.6;
/** The shortest time range that can be shown. */
export const shortestMs = 10_000;

type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Zooms in (factor below 1) or out around a position, given as a share of the visible range. */
export function zoomAt({ range }: Together, extent: Stretch, factor: number, share: number): void {
  const { from, to } = range.value ?? extent;
  const length = Math.max(shortestMs, (to - from) * factor);
  const at = from + (to - from) * share;
  within(range, extent, at - length * share, length);
}

/** Pans by a share of the visible range. */
export function moveBy({ range }: Together, extent: Stretch, share: number): void {
  const { from, to } = range.value ?? extent;
  within(range, extent, from + (to - from) * share, to - from);
}

function within(range: Together['range'], extent: Stretch, from: number, length: number): void {
  if (length >= extent.to - extent.from) return range.set(null);
  const begin = Math.min(Math.max(from, extent.from), extent.to - length);
  range.set({ from: begin, to: begin + length });
}

/** Returns the action of a key on the visible range or cursor; undefined for other keys. */
export function actionOf(
  { key, shiftKey, ctrlKey, metaKey, altKey }: KeyPress,
  extent: Stretch,
  shared: Together,
): (() => void) | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  return actionsOf(extent, shared)[shiftKey && key.startsWith('Arrow') ? `Shift ${key}` : key];
}

function actionsOf(extent: Stretch, shared: Together): Readonly<Record<string, () => void>> {
  const { cursor, range } = shared;
  const move = (steps: number): void => {
    const { from, to } = range.value ?? extent;
    const now = cursor.value ?? (steps > 0 ? from : to);
    const next = now + ((to - from) / 100) * steps;
    cursor.set(Math.min(to, Math.max(from, next)));
  };
  const zoom = (factor: number): void => {
    const { from, to } = range.value ?? extent;
    const at = cursor.value;
    zoomAt(shared, extent, factor, at === null || at < from || at > to ? 0.5 : (at - from) / (to - from));
  };
  return {
    ArrowLeft: () => move(-1),
    ArrowRight: () => move(1),
    'Shift ArrowLeft': () => moveBy(shared, extent, -0.2),
    'Shift ArrowRight': () => moveBy(shared, extent, 0.2),
    Home: () => cursor.set((range.value ?? extent).from),
    End: () => cursor.set((range.value ?? extent).to),
    '+': () => zoom(zoomStep),
    '=': () => zoom(zoomStep),
    '-': () => zoom(1 / zoomStep),
    0: () => range.set(null),
    Escape: () => cursor.set(null),
  };
}
