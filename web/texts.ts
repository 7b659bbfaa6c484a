import { alarmsTexts } from './texts/alarms.ts';
import { boardTexts } from './texts/board.ts';
import { commonTexts } from './texts/common.ts';
import { guideTexts } from './texts/guide.ts';
import { mapTexts } from './texts/map.ts';
import { receiveTexts } from './texts/receive.ts';
import { recordsTexts } from './texts/records.ts';
import { shipmentTexts } from './texts/shipment.ts';

/** Every text of the page, in English. Sentences that the API gives (checks, reasons) come as they were recorded. */
export const texts = {
  ...commonTexts,
  ...alarmsTexts,
  ...boardTexts,
  ...mapTexts,
  ...shipmentTexts,
  ...guideTexts,
  ...receiveTexts,
  ...recordsTexts,
} as const;
