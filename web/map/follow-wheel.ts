import { pixelIn } from './gesture-targets.ts';
import type { Pixel } from './view.ts';

/** Zooms by the wheel where it is meant for the map, and otherwise leaves it to the page. Returns what stops this. */
export function followWheel(
  element: HTMLElement,
  { zoom, onPassed }: { zoom: (factor: number, at: Pixel) => void; onPassed: () => void },
): () => void {
  const onWheel = (event: WheelEvent): void => {
    // Browsers report a pinch on a touchpad as a wheel with Ctrl.
    const isMeant = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!isMeant && !element.contains(document.activeElement)) return onPassed();
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const turned = (event.deltaY === 0 ? event.deltaX : event.deltaY) * lines;
    // A notch of a wheel is 100 to 120 pixels.
    zoom(2 ** (-Math.min(240, Math.max(-240, turned)) / (event.ctrlKey ? 80 : 160)), pixelIn(element, event));
  };
  element.addEventListener('wheel', onWheel, { passive: false });
  return () => element.removeEventListener('wheel', onWheel);
}
