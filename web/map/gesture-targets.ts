import type { Pixel } from './view.ts';

/** The place of a pointer in a frame. */
export function pixelIn(element: Element, { clientX, clientY }: { clientX: number; clientY: number }): Pixel {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left - element.clientLeft, y: clientY - top - element.clientTop };
}

/** Handles that are dragged by themselves, and everything that is not the map. */
export function isOfItsOwn(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-drags], a, button, input') !== null;
}

/** What a second click would press again. */
export function isPressed(target: EventTarget | null): boolean {
  return isOfItsOwn(target) || (target instanceof Element && target.closest('[role=button]') !== null);
}
