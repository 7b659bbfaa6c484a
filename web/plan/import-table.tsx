import { type ReactNode, useMemo } from 'react';
import { Problem } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { manyTexts as word } from '../texts/plan-many.ts';
import type { ImportDraft, Source } from './import-draft.ts';
import { plansOf, withAnswers } from './import-rows.ts';
import type { PlanRow } from './read-table.ts';
import { RowsTable } from './rows-table.tsx';
import { NonePlanned, usePlanCheck, usePlanMany } from './use-plan-many.ts';
import { useReadTable } from './use-read-table.ts';

/** A table that was read: each line with what is wrong with it, and the button that plans all of them. */
export function ImportTable({
  draft,
  source,
  onPlanned,
  onAnother,
}: {
  draft: ImportDraft;
  source: Source;
  onPlanned: (shipments: readonly string[]) => void;
  onAnother: () => void;
}): ReactNode {
  const { zone } = useFormats();
  const { rows, error, retry } = useReadTable(source, draft.site, draft.zone === '' ? zone : draft.zone);
  return (
    <div className="plan-form">
      <p>
        <b>{source.kind === 'file' ? source.name : word.pasted}</b>{' '}
        <button type="button" onClick={onAnother}>
          {word.another}
        </button>
      </p>
      {error !== null && <Problem error={error} retry={retry} />}
      {rows !== null && <Rows rows={rows} onPlanned={onPlanned} />}
    </div>
  );
}

function Rows({
  rows,
  onPlanned,
}: {
  rows: readonly PlanRow[];
  onPlanned: (shipments: readonly string[]) => void;
}): ReactNode {
  const plans = useMemo(() => plansOf(rows), [rows]);
  const { plan, wasSent } = usePlanMany(onPlanned);
  const isUnanswered = wasSent(plans);
  const check = usePlanCheck(plans, plans.length > 0 && !isUnanswered);
  const refused = plan.error instanceof NonePlanned ? plan.error.problems : null;
  const answered = withAnswers(rows, refused ?? (isUnanswered ? [] : check.data) ?? []);
  const wrong = answered.filter(({ problems }) => problems.length > 0).length;
  const shipments = rows.filter(({ partOf }) => partOf === undefined).length;
  const isReady = wrong === 0 && (isUnanswered || check.data !== undefined);
  return (
    <>
      <div role="status">
        {wrong > 0 ? (
          <p className="problem">{word.fix(wrong)}</p>
        ) : isUnanswered ? (
          <p>{word.unanswered}</p>
        ) : check.data !== undefined ? (
          <p>{word.ready(shipments)}</p>
        ) : check.error === null ? (
          <p className="loading">{word.checking}</p>
        ) : (
          <p>{word.notChecked}</p>
        )}
      </div>
      {check.error !== null && <Problem error={check.error} retry={() => void check.refetch()} />}
      <RowsTable rows={answered} />
      {plan.error !== null && refused === null && <Problem error={plan.error} />}
      <div className="actions under-thumb">
        <button
          type="button"
          className="primary"
          disabled={!isReady || plan.isPending}
          onClick={() => plan.mutate(plans)}
        >
          {plan.isPending ? word.planning : word.plan(shipments)}
        </button>
      </div>
    </>
  );
}
