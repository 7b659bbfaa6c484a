import { useDraft } from '../session/draft.ts';

/** A box that was scanned and is clean: it is signed together with others. */
export type Scanned = { readonly shipment: string; readonly label: string };

const nothing: readonly Scanned[] = [];

/** The boxes of this morning that wait for one signature. */
export function useBatch() {
  const [batch, set] = useDraft<readonly Scanned[]>('tray', nothing);
  return {
    batch,
    has: (shipment: string) => batch.some((each) => each.shipment === shipment),
    add: (scanned: Scanned) =>
      set([...batch.filter(({ shipment }) => shipment !== scanned.shipment), scanned]),
    remove: (shipments: readonly string[]) =>
      set(batch.filter(({ shipment }) => !shipments.includes(shipment))),
  };
}
