import type { Stretch, Together } from './shared.ts';

/** A press of a button or a key shows this share of what was shown. */
export const zoomStep = 0.6;
/** No less time than this is shown. */
export const shortestMs = 10_000;

type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Shows less (factor below 1) or more of the time, around a share of what is shown. */
export function zoomAt({ range }: Together, extent: Stretch, factor: number, share: number): void {
  const { from, to } = range.value ?? extent;
  const length = Math.max(shortestMs, (to - from) * factor);
  const at = from + (to - from) * share;
  within(range, extent, at - length * share, length);
}

/** Moves what is shown by a share of its length. */
export function moveBy({ range }: Together, extent: Stretch, share: number): void {
  const { from, to } = range.value ?? extent;
  within(range, extent, from + (to - from) * share, to - from);
}

function within(range: Together['range'], extent: Stretch, from: number, length: number): void {
  if (length >= extent.to - extent.from) return range.set(null);
  const begin = Math.min(Math.max(from, extent.from), extent.to - length);
  range.set({ from: begin, to: begin + length });
}

/** What a key does to the time that is shown, and to the cursor; undefined where it is not the charts'. */
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
