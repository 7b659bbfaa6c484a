import type { Position } from '../shipments/ledger-event.ts';
import { placeInWords } from './shipment-rows.ts';
import { type Forms, shortened } from './short-forms.ts';

/** The most characters of the name of goods in an SMS. */
const goodsLength = 24;

type SmsContent = {
  /** What happened, as "Too warm now: 9.3 °C". */
  readonly said: string;
  readonly shipment: string;
  readonly goods: string;
  /** Which of several products it affects, in a sentence; null where there is one. */
  readonly affects: string | null;
  readonly when: string | null;
  readonly position: Position | null;
  readonly inShort: string;
  /** The carrier's telephone number. */
  readonly phone: string | null;
};

/** What an SMS about a shipment says, from its longest form to its shortest: what happened, and what to do. */
export function smsForms(content: SmsContent): readonly [facts: Forms, todos: Forms] {
  const { said, shipment, goods, affects, when, position, inShort, phone } = content;
  const what = `${said}${/[:?]$/.test(said) ? '' : ','} ${shipment}`;
  const named = `${what} ${shortened(goods, goodsLength)}`;
  const time = when === null ? '' : `, ${when}`;
  const place = position === null ? null : placeInWords(position);
  const asksCarrier = phone !== null && inShort.includes('the carrier');
  const facts = [
    `${named}${time}${place === null ? '' : `, ${place}`}.`,
    `${named}${time}.`,
    `${what}${time}.`,
    `${what}.`,
  ] as const;
  return [
    // The products that it affects say more than the goods' name.
    affects === null || affects === ''
      ? facts
      : [
          `${facts[0]} ${affects}`,
          `${facts[2]} ${affects}`,
          `${facts[2]} ${affects.replace(/;.*$/, '.')}`,
          ...facts,
        ],
    asksCarrier
      ? [
          inShort.replace('the carrier', `the carrier, ${phone}`),
          inShort.replace(/(Call|Ask) the carrier[^.]*\./, `Call ${phone}.`),
        ]
      : [inShort, inShort.slice(0, inShort.indexOf('.') + 1)],
  ];
}
