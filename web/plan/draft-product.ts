import type { Answer } from '../api/answer.ts';

/** A product in the form in which it is planned. */
export type PlannedProduct = NonNullable<Answer<'showShipment'>['plan']['products']>[number];

/** A lot while it is typed; empty texts stand for what was not given. */
export type DraftLot = {
  readonly number: string;
  /** Units. */
  readonly quantity: string;
  /** A day, as 2027-03-31. */
  readonly expiry: string;
};

/** A product while it is typed; empty texts stand for what was not given. */
export type DraftProduct = {
  /** Null until the product is recorded. */
  readonly id: string | null;
  readonly name: string;
  readonly gtin: string;
  /** Id and version, as who-storage@1. */
  readonly profile: string;
  readonly lots: readonly DraftLot[];
  /** Serial numbers of units as they are typed, one a line; a line may be empty. */
  readonly serials: readonly string[];
};

export const noLot: DraftLot = { number: '', quantity: '', expiry: '' };
export const noProduct: DraftProduct = { id: null, name: '', gtin: '', profile: '', lots: [], serials: [] };

/** Whether nothing was typed for a lot. */
export function isBlankLot({ number, quantity, expiry }: DraftLot): boolean {
  return [number, quantity, expiry].every((each) => each.trim() === '');
}

/** Whether no line has anything in it. */
export function isBlankList(lines: readonly string[]): boolean {
  return lines.every((each) => each.trim() === '');
}

/** A recorded product as it is typed. */
export function toDraftProduct({
  id,
  name,
  gtin,
  profile,
  lots,
  serials = [],
}: PlannedProduct): DraftProduct {
  return { id, name, gtin: gtin ?? '', profile, lots: lots.map(toDraftLot), serials };
}

function toDraftLot({ number, quantity, expiry }: PlannedProduct['lots'][number]): DraftLot {
  return { number, quantity: quantity === null ? '' : String(quantity), expiry: expiry ?? '' };
}

/** A typed product in the form of the API; it may still have problems. Lots with nothing in them are left out. */
export function toPlannedProduct({ id, name, gtin, profile, lots, serials }: DraftProduct) {
  return {
    ...(id !== null && { id }),
    name: name.trim(),
    gtin: gtin.trim() === '' ? null : gtin.trim(),
    profile,
    lots: lots
      .filter((lot) => !isBlankLot(lot))
      .map(({ number, quantity, expiry }) => ({
        number: number.trim(),
        quantity: quantity.trim() === '' ? null : Number(quantity),
        expiry: expiry === '' ? null : expiry,
      })),
    ...(isBlankList(serials)
      ? {}
      : { serials: serials.map((each) => each.trim()).filter((each) => each !== '') }),
  };
}
