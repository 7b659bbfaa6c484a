import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { meaningOfReadmission } from '../../src/model/readmission.ts';
import { Refused } from '../api/client.ts';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { TextField } from '../plan/text-field.tsx';
import { useDraft } from '../session/draft.ts';
import { usePerson } from '../session/session.tsx';
import type { Shown } from '../shipment/shown.ts';
import { legTexts } from '../texts/legs.ts';
import { CyclesField } from './cycles-field.tsx';
import type { Goods } from './goods-of.ts';
import type { Limits } from './limits-of.ts';
import { LotsChoice } from './lots-choice.tsx';
import { goAndReadmit } from './pending-readmission.ts';
import { type ReadmitDraft, noReadmission, readmitDraftName, readmittedOf } from './readmit-draft.ts';
import { TimeFields } from './time-fields.tsx';
import { WhatIsReadmitted } from './what-is-readmitted.tsx';

const word = legTexts.readmitDialog;

/** Allows time of an allowance or freeze-thaw cycles again, which is signed with the password. */
export function ReadmitTime({
  shown,
  goods: { id, name, lots },
  limits: { allowances, hasCycles },
  onClose,
}: {
  shown: Shown;
  goods: Goods;
  limits: Limits;
  onClose: () => void;
}): ReactNode {
  const { shipment } = shown;
  const [draft, setDraft] = useDraft(readmitDraftName(shipment, id), noReadmission);
  const change = (part: Partial<ReadmitDraft>): void => setDraft({ ...draft, ...part });
  const offered = [...allowances, ...(hasCycles ? [{ id: null, says: legTexts.fields.cycles }] : [])];
  const { id: allowance, says } = offered[draft.of] ?? offered[0]!;
  const [document, reason] = [draft.document.trim(), draft.reason.trim()];
  const readmitted = readmittedOf(draft, allowance);
  const missing =
    draft.lots?.length === 0
      ? legTexts.fields.noLots
      : readmitted === null
        ? word.noAmount
        : document === ''
          ? word.noDocument
          : null;
  const sign = useSigning(shown);
  return (
    <ReasonDialog
      title={allowances.length === 0 ? word.titleCycles(name) : word.title(name)}
      label={legTexts.fields.reason}
      hint={
        <>
          <p className="quiet">{word.reasonHint}</p>
          {readmitted !== null && missing === null && reason !== '' && (
            <WhatIsReadmitted
              heading="h3"
              readmission={{
                shipment,
                meaning: meaningOfReadmission({ product: id, lots: draft.lots, readmitted }),
                document,
                reason,
              }}
            />
          )}
          <p className="quiet">{word.signHint}</p>
        </>
      }
      reason={draft.reason}
      onReason={(typed) => change({ reason: typed })}
      missing={missing}
      confirm={word.confirm}
      isPending={sign.isPending}
      problem={sign.error !== null && <StepProblem error={sign.error} />}
      onSend={() => sign.mutate({ product: id, lots: draft.lots, readmitted, document, reason })}
      onClose={onClose}
    >
      <p className="quiet">{word.hint}</p>
      <LotsChoice lots={lots} chosen={draft.lots} onChange={(chosen) => change({ lots: chosen })} />
      {offered.length > 1 && (
        <label className="field">
          <span>{word.of}</span>
          <select value={draft.of} onChange={({ target }) => change({ of: Number(target.value) })}>
            {offered.map((each, index) => (
              <option key={each.id} value={index}>
                {each.says}
              </option>
            ))}
          </select>
        </label>
      )}
      {allowance === null ? (
        <CyclesField
          label={word.cycles}
          value={draft.cycles}
          onChange={(cycles) => change({ cycles })}
          isRequired
        />
      ) : (
        <>
          {offered.length === 1 && <p>{says}</p>}
          <TimeFields legend={word.time} value={draft.time} onChange={(time) => change({ time })} />
        </>
      )}
      <TextField
        label={legTexts.fields.document}
        value={draft.document}
        onChange={(typed) => change({ document: typed })}
        hint={word.documentHint}
        isRequired
      />
    </ReasonDialog>
  );
}

/** Sends the person to sign, based on the entries that they have seen; others that were added are shown first. */
function useSigning({ shipment, sequence }: Shown) {
  const queries = useQueryClient();
  const { username } = usePerson();
  const basedOn = useRef(sequence);
  return useMutation<unknown, Error, Readonly<Record<string, unknown>>>({
    mutationFn: (asked) => goAndReadmit(shipment, { ...asked, basedOn: basedOn.current }, username),
    onError: (error) => {
      const newest = error instanceof Refused ? error.problem.entries?.at(-1) : undefined;
      if (newest !== undefined) basedOn.current = newest.sequence;
      void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
    },
  });
}
