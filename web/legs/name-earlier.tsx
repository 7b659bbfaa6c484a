import type { ReactNode } from 'react';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { TextField } from '../plan/text-field.tsx';
import { useDraft } from '../session/draft.ts';
import type { Shown } from '../shipment/shown.ts';
import { legTexts } from '../texts/legs.ts';
import { onlySameProduct } from './same-product.ts';
import { type EarlierProducts, useEarlierProducts } from './use-earlier-products.ts';
import type { Goods } from './goods-of.ts';
import { ItsProductField } from './its-product-field.tsx';
import { LotsChoice } from './lots-choice.tsx';

const word = legTexts.nameDialog;

/** What an earlier shipment is named by: as it is typed, or as it is proposed. */
export type EarlierGiven = {
  readonly predecessor: string;
  readonly itsProduct: string;
  readonly lots: readonly string[] | null;
};
const nothing: EarlierGiven = { predecessor: '', itsProduct: '', lots: null };

/** Names an earlier shipment from which a product came, all of it or some lots. */
export function NameEarlier({
  shown,
  goods,
  proposed,
  onClose,
}: {
  shown: Shown;
  goods: Goods;
  /** What is proposed; null where a person names one by hand. */
  proposed: EarlierGiven | null;
  onClose: () => void;
}): ReactNode {
  const { id, name, lots } = goods;
  // An earlier shipment may be proposed once for each of its products.
  const which = proposed === null ? '' : `${proposed.predecessor} ${proposed.itsProduct}`;
  const kept = `name earlier ${shown.shipment} ${id} ${which}`;
  const [draft, setDraft, clear] = useDraft(kept, { ...nothing, ...proposed, reason: '' });
  const step = useStep('namePredecessor', shown, () => {
    clear();
    onClose();
  });
  const change = (part: Partial<typeof draft>): void => {
    // What was refused was something else.
    step.reset();
    setDraft({ ...draft, ...part });
  };
  const predecessor = draft.predecessor.trim();
  const earlier = useEarlierProducts(draft.predecessor);
  const itsProduct = itsProductOf(goods, earlier, draft.itsProduct.trim());
  const missing =
    predecessor === ''
      ? word.noShipment
      : earlier.kind === 'known' && itsProduct === ''
        ? word.noItsProduct
        : draft.lots?.length === 0
          ? legTexts.fields.noLots
          : null;
  return (
    <ReasonDialog
      title={word.title(name)}
      label={legTexts.fields.reason}
      hint={<p className="quiet">{legTexts.fields.reasonHint}</p>}
      reason={draft.reason}
      onReason={(reason) => change({ reason })}
      missing={missing}
      confirm={word.confirm}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() =>
        step.mutate({
          body: {
            product: id,
            lots: draft.lots,
            predecessor,
            itsProduct: itsProduct === '' ? null : itsProduct,
            reason: draft.reason.trim(),
          },
        })
      }
      onClose={onClose}
    >
      <TextField
        label={word.shipment}
        value={draft.predecessor}
        onChange={(typed) => change({ predecessor: typed, itsProduct: '' })}
        hint={word.shipmentHint}
        isRequired
      />
      <ItsProductField
        earlier={earlier}
        value={earlier.kind === 'known' ? itsProduct : draft.itsProduct}
        onChange={(given) => change({ itsProduct: given })}
      />
      <LotsChoice lots={lots} chosen={draft.lots} onChange={(chosen) => change({ lots: chosen })} />
    </ReasonDialog>
  );
}

/** The product of the earlier shipment: as it was chosen or typed, else the only one that can be the same. */
function itsProductOf(goods: Goods, earlier: EarlierProducts, given: string): string {
  if (earlier.kind !== 'known') return given;
  const { products } = earlier;
  return (products.find(({ id }) => id === given) ?? onlySameProduct(goods, products))?.id ?? '';
}
