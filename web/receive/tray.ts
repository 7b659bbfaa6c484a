import { useDraft } from '../session/draft.ts';

/** A box that was scanned and is clean: it is signed together with others. */
export type Scanned = { readonly shipment: string; readonly label: string };

const nothing: readonly Scanned[] = [];

/** The boxes of this morning that wait for one signature. */
export function useTray() {
  const [tray, set] = useDraft<readonly Scanned[]>('tray', nothing);
  return {
    tray,
    has: (shipment: string) => tray.some((each) => each.shipment === shipment),
    add: (scanned: Scanned) =>
      set([...tray.filter(({ shipment }) => shipment !== scanned.shipment), scanned]),
    remove: (shipments: readonly string[]) =>
      set(tray.filter(({ shipment }) => !shipments.includes(shipment))),
  };
}
