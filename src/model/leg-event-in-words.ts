import type { LegEvent, NamedBy, OpeningEntered } from './leg-event.ts';
import { lotsInWords } from './lot-fates.ts';
import { meaningOfReadmission } from './readmission.ts';
import { counted, duration } from './wording.ts';

const because = {
  sscc: 'same SSCC',
  serial: 'same serial number',
  person: 'named by a person',
} as const satisfies Record<NamedBy, string>;

/** How a predecessor is known: "same SSCC". */
export function namedByInWords(by: NamedBy): string {
  return because[by];
}

/** The kinds of events that say what was used before a shipment, each with its name in a list. */
export const legEventKinds = {
  'predecessor-named': 'Earlier shipment named',
  'predecessor-withdrawn': 'Earlier shipment withdrawn',
  'opening-entered': 'Use before entered',
  'time-readmitted': 'Time re-admitted',
  'followed-by': 'Goods travel on',
} as const satisfies Record<LegEvent['kind'], string>;

/** Whether an event says what was used before a shipment. */
export function isLegEvent<Event extends { readonly kind: string }>(
  fact: Event,
): fact is Extract<Event, { readonly kind: keyof typeof legEventKinds }> {
  return Object.hasOwn(legEventKinds, fact.kind);
}

/** Summarises an event about the legs of a shipment in a few words; `products` are those of its plan, for their names. */
export function legEventInWords(
  fact: LegEvent,
  products: readonly { readonly id: string; readonly name: string }[] = [],
): string {
  const nameOf = (product: string): string => products.find(({ id }) => id === product)?.name ?? product;
  switch (fact.kind) {
    case 'predecessor-named':
      return `${nameOf(fact.product)}${ofLots(fact.lots)} came from ${fact.shipment} (${because[fact.by]})`;
    case 'predecessor-withdrawn':
      return `withdrawn: ${nameOf(fact.product)} came from ${fact.shipment}`;
    case 'opening-entered':
      return `used of ${nameOf(fact.product)} before: ${openingInWords(fact.opening)}`;
    case 'time-readmitted':
      return `signed by ${fact.signature.signer.name}: ${meaningOfReadmission(fact)} (${fact.document})`;
    case 'followed-by': {
      const which = [
        ...(fact.ofProduct === undefined ? [] : [nameOf(fact.ofProduct)]),
        ...(fact.ofLots === undefined ? [] : [lotsInWords(fact.ofLots)]),
      ];
      return `goods travel on with ${fact.shipment}${which.length === 0 ? '' : `: ${which.join(', ')}`}`;
    }
  }
}

function ofLots(lots: readonly string[] | null): string {
  return lots === null ? '' : `, ${lotsInWords(lots)},`;
}

/** What was used before, in words: "2 h of out-of-fridge, 1 freeze-thaw cycle (by the manufacturer's record)". */
export function openingInWords(opening: OpeningEntered['opening']): string {
  if (opening.kind === 'unknown') return 'not known';
  if (opening.kind === 'unused') return `nothing (${opening.source})`;
  const { spent, cycles, source } = opening;
  const parts = [
    ...Object.entries(spent).map(([allowance, ms]) => `${duration(ms)} of ${allowance}`),
    ...(cycles === null ? [] : [counted(cycles, 'freeze-thaw cycle')]),
  ];
  return `${parts.join(', ')} (${source})`;
}
