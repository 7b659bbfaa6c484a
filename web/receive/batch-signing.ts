import { useDraft } from '../session/draft.ts';

/** A scanned box without problems, to be signed together with others. */
type Scanned = { readonly shipment: string; readonly label: string };

const nothing: readonly Scanned[] = [];

/** The scanned boxes that wait for a common signature. */
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
