import { shipmentOf } from '../../ledger.ts';
import type { ReceiptCheck } from '../receipt-record.ts';
/** The scanned label belongs to the shipment. */
export const goodsIdentified: ReceiptCheck = ({ entries, scanned }) => {
  const { sscc = null } = shipmentOf(entries);
  if (sscc === null)
    return {
      outcome: 'not-applicable',
      sentence: 'The shipment was planned without a serial shipping container code; compare the papers.',
    };
  if (scanned === null)
    return { outcome: 'fail', sentence: `The label was not scanned; it must say ${sscc}.` };
  return scanned === sscc
    ? { outcome: 'pass', sentence: `The label says ${sscc}, as planned.` }
    : {
        outcome: 'fail',
        sentence: `The label says ${scanned}, the shipment is ${sscc}: these are other goods.`,
      };
};
