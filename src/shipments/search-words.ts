import { isFileDevice } from '../model/attached-file.ts';
import { productsOf } from '../model/product.ts';
import { foldText } from './fold-text.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from './ledger.ts';
import type { LedgerEvent } from './ledger-event.ts';

/**
 * The most words by which a shipment is found. Each is an item of the index; a plan with fifty lots has about a
 * hundred.
 */
export const mostWords = 200;
/** Longer words are found by their beginning. */
const longestWord = 40;

const changesWords: ReadonlySet<LedgerEvent['kind']> = new Set([
  'shipment-created',
  'plan-changed',
  'device-attached',
]);

/** Whether any of these entries can change the words by which their shipment is found. */
export function mayChangeWords(entries: readonly Pick<Entry, 'fact'>[]): boolean {
  return entries.some(({ fact }) => changesWords.has(fact.kind));
}

/**
 * The words by which a shipment is found, by the plan in force and every device that was ever attached: its number,
 * label, loggers, vehicle, lots, trade item numbers, serial numbers, carrier, places and goods. If there are too many, the
 * last of them are left out, in this order.
 */
export function searchWords(entries: readonly Entry[]): string[] {
  const plan = shipmentOf(entries);
  const { sscc, goods, origin, destination, vehicle, carrier, route } = plan;
  const products = productsOf(plan);
  const lots = products.flatMap((product) => product.lots.map(({ number }) => number));
  const serials = products.flatMap((product) => product.serials ?? []);
  const ofProducts = [...lots, ...products.map(({ gtin }) => gtin), ...serials];
  const loggers = attachmentsRecorded(entries).flatMap(({ device }) =>
    isFileDevice(device) ? [] : [device],
  );
  const names = [entries[0]!.shipment, sscc, ...loggers, vehicle, ...ofProducts];
  const waypoints = (route?.waypoints ?? []).map(({ name }) => name);
  const named = (plan.products ?? []).map(({ name }) => name);
  const texts = [carrier?.name, origin, destination, goods, ...named, ...waypoints];
  const words = [
    ...names.flatMap((name) => beginningsIn(name ?? '')),
    ...texts.flatMap((text) => (text ?? '').split(/\s+/u).flatMap(beginningsIn)),
  ];
  return [...new Set(words)].slice(0, mostWords);
}

/**
 * A name from each of its parts on, without what separates them: "WH-4003-B" is found by wh4003b, 4003b and b, thus by
 * the beginning of the whole and of every part, with or without hyphens.
 */
function beginningsIn(name: string): string[] {
  const parts = foldText(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts.map((_, index) => cutWord(parts.slice(index).join('')));
}

/** A word as it is in the index, which has no more than the beginning of a long one. */
export function cutWord(word: string): string {
  return Array.from(word).slice(0, longestWord).join('');
}
