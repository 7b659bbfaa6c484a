import { namesInWords } from '../../src/model/names-in-words.ts';
import { plural } from './plural.ts';

/** Products of a shipment, while they are planned and as they are shown. */
export const productTexts = {
  title: 'Products',
  fields: {
    name: 'Product',
    gtin: 'GTIN',
    profile: 'Storage limits',
    number: 'Lot',
    quantity: 'Units',
    expiry: 'Expiry day',
    serials: 'Serial numbers',
    all: 'One name for all of them',
  },
  missing: { name: 'Enter the product.', number: 'Enter the lot’s number.' },
  product: (n: number) => `Product ${n}`,
  optional: 'optional',
  lot: (said: string) => `lot ${said}`,
  lotIs: (said: string) => `Lot ${said}`,
  lots: (numbers: readonly string[]) => `${numbers.length === 1 ? 'Lot' : 'Lots'} ${numbers.join(', ')}`,
  lotNumber: (n: number) => `Lot ${n}`,
  units: (n: number) => plural(n, 'unit', 'units'),
  expires: (day: string) => `expires ${day}`,
  allHint: 'Shown in lists and messages. Without it, the names of the products are.',
  serialsHint: 'Of single units, one a line. With the GTIN they show where each unit came from.',
  gtinHint: 'Scan or type it: 8 to 14 digits',
  add: 'Add another product',
  detail: 'Add a GTIN, units and expiry days',
  addLot: 'Add a lot',
  addLotTo: (product: string) => `Add a lot to ${product}`,
  remove: (product: string) => `Remove ${product}`,
  removed: (product: string) => `${product} is removed.`,
  undo: 'Undo',
  stays: 'A logger is attached, so this product stays, with its limits.',
  stand: {
    title: 'Stands for',
    all: 'All products',
    these: 'These products',
    hint: 'A product without a logger is not recommended for release.',
    none: 'Choose the products that the logger stands for.',
    for: (names: string) => `stands for ${names}`,
    forAll: 'stands for all products',
  },
  affects: (affected: readonly string[], within: readonly string[]) =>
    [
      `Affects ${namesInWords(affected)}`,
      ...(within.length === 0
        ? []
        : [`${namesInWords(within)} ${within.length === 1 ? 'is within its' : 'are within their'} limits`]),
    ].join('; '),
} as const;
