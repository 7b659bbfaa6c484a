import type { BoardItem } from '../parts/shipment-state.ts';

/** Returns whether a shipment has every given word in its number, goods, lots, label or places, whatever the case. */
export function matches(
  {
    shipment,
    goods,
    lots,
    sscc,
    origin,
    destination,
  }: Pick<BoardItem, 'shipment' | 'goods' | 'lots' | 'sscc' | 'origin' | 'destination'>,
  find: string,
): boolean {
  const whole = [shipment, goods, ...lots, sscc ?? '', origin, destination].join('\n').toLowerCase();
  return find
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
}
