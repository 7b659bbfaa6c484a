import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Menu } from '../parts/menu.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { usePerson } from '../session/session.tsx';
import { pageTexts } from '../texts/shipment-page.ts';
import { type ShipmentAction, actionsNow } from './actions-now.ts';
import type { RunAction } from './run-dialog.tsx';
import type { Shown } from './shown.ts';

const word = pageTexts.run;
const ofTheJourney: ReadonlySet<ShipmentAction> = new Set(['depart', 'hand-over', 'arrive']);

/** What a person can do to the shipment now: at the top of the page, on a phone under the thumb. */
export function ActionBar({
  shown,
  onRun,
  onCancel,
  onShare,
}: {
  shown: Shown;
  onRun: (action: RunAction) => void;
  onCancel: () => void;
  onShare: () => void;
}): ReactNode {
  const person = usePerson();
  const isNarrow = useNarrow();
  const { offered, next } = actionsNow(shown, person);
  const first = offered.filter((action) => ofTheJourney.has(action));
  const others = offered.filter((action) => !ofTheJourney.has(action));
  const buttonOf = (action: ShipmentAction): ReactNode => (
    <ActionButton
      key={action}
      action={action}
      shipment={shown.shipment}
      isPrimary={action === next}
      onPress={() =>
        action === 'cancel' ? onCancel() : action === 'share' ? onShare() : onRun(action as RunAction)
      }
    />
  );
  if (offered.length === 0) return null;
  return (
    <div className="action-bar no-print" role="group" aria-label={word.label}>
      {first.map(buttonOf)}
      {isNarrow && first.length > 0 && others.length > 0 ? (
        <Menu label={word.more} name={word.more} hasActions>
          {others.map(buttonOf)}
        </Menu>
      ) : (
        others.map(buttonOf)
      )}
    </div>
  );
}

/** An action: a link where it has a page of its own, else a button. */
function ActionButton({
  action,
  shipment,
  isPrimary,
  onPress,
}: {
  action: ShipmentAction;
  shipment: string;
  isPrimary: boolean;
  onPress: () => void;
}): ReactNode {
  const name = word.actions[action];
  const id = encodeURIComponent(shipment);
  if (action === 'edit' || action === 'copy')
    return (
      <Link
        className="button"
        href={action === 'edit' ? `/shipments/${id}/plan` : `/shipments/new?from=${id}`}
      >
        {name}
      </Link>
    );
  return (
    <button type="button" className={isPrimary ? 'primary' : ''} onClick={onPress}>
      {name}
    </button>
  );
}

/** Says who can do what would be possible now, but not for this person; nothing where everything is. */
export function ActionsOfOthers({ shown }: { shown: Shown }): ReactNode {
  const { ofOthers } = actionsNow(shown, usePerson());
  if (ofOthers.length === 0) return null;
  const isOfPharmacists = ofOthers.includes('arrive');
  const who = isOfPharmacists ? word.logisticsAndPharmacists : word.logistics;
  return (
    <p className="quiet no-print">
      {word.ofOthers(ofOthers.map((action) => word.actions[action]).join(', '), who, shown.site)}
    </p>
  );
}
