import { type ReactNode, useId } from 'react';
import { distanceInWords } from '../format/distance.ts';
import { useNow } from '../format/use-now.ts';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { pageTexts } from '../texts/shipment-page.ts';
import { positionsAgainst } from './positions-say.ts';
import { boundsOf, outsideOf } from './sensible-time.ts';
import type { Shown } from './shown.ts';
import { type When, WhenFields, timeOf, whenProblem } from './when-fields.tsx';

const word = pageTexts.run;

/** The actions of a journey that have a time. */
export type RunAction = 'depart' | 'hand-over' | 'arrive';

type Draft = { readonly when: When; readonly to: string; readonly reason: string };
const routeOf = { depart: 'depart', 'hand-over': 'handOver', arrive: 'arrive' } as const;

/** Asks when the goods departed, arrived or were handed over (and to whom), and why where that needs saying. */
export function RunDialog({
  shown,
  action,
  isSeen = false,
  onClose,
}: {
  shown: Shown;
  action: RunAction;
  /** Whether the person is confirming the time that positions show. */
  isSeen?: boolean;
  onClose: () => void;
}): ReactNode {
  const { shipment } = shown;
  const { moment } = useFormats();
  const now = useNow();
  const seen = seenAt(shown, action);
  const [draft, setDraft, clear] = useDraft<Draft>(`${action} ${shipment}${isSeen ? ' as seen' : ''}`, {
    when: isSeen ? { kind: 'seen', at: seen } : { kind: 'now', at: null },
    to: '',
    reason: '',
  });
  const { when, to, reason } = draft;
  const bounds = boundsOf[action](shown);
  // The goods can leave before their first sensor is attached; that is a gap, not a mistake.
  const isSoft = action === 'depart';
  const problem = whenProblem(when, bounds, now, isSoft);
  const at = timeOf(when);
  const time = at === null ? now : Date.parse(at);
  const against =
    action === 'hand-over' || problem !== null
      ? null
      : positionsAgainst(action === 'depart' ? 'departed' : 'arrived', shown, time, now);
  const isReasonNeeded = when.kind === 'earlier' || against !== null;
  const step = useStep(routeOf[action], shown, () => {
    clear();
    onClose();
  });
  return (
    <ReasonDialog
      title={word.titles[action]}
      label={word.reason[`${isReasonNeeded}`]}
      hint={
        <p className="quiet">
          {when.kind === 'earlier' ? `${word.reasonEarlier} ` : ''}
          {word.reasonHint}
        </p>
      }
      confirm={word.confirm[action]}
      reason={reason}
      onReason={(typed) => setDraft({ ...draft, reason: typed })}
      isReasonNeeded={isReasonNeeded}
      missing={problem ?? (action === 'hand-over' && to.trim() === '' ? word.noHolder : null)}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() =>
        step.mutate({
          body: {
            ...(at !== null && { at }),
            ...(reason.trim() !== '' && { reason: reason.trim() }),
            ...(action === 'hand-over' && { to: to.trim() }),
          },
        })
      }
      onClose={onClose}
    >
      <p className="quiet">{word.hints[action]}</p>
      {action === 'hand-over' && (
        <Holder shown={shown} to={to} onChange={(given) => setDraft({ ...draft, to: given })} />
      )}
      <WhenFields
        value={when}
        onChange={(changed) => setDraft({ ...draft, when: changed })}
        bounds={bounds}
        seen={seen}
        problem={problem}
      />
      {isSoft && at !== null && outsideOf(bounds, time, now) === 'early' && (
        <p className="warn">{word.beforeSensor}</p>
      )}
      {against !== null && (
        <p className="warn">
          {against.kind === 'shown-at'
            ? word.shownAt(moment(against.at))
            : word.away(distanceInWords(against.meters), against.place)}
        </p>
      )}
    </ReasonDialog>
  );
}

/** The time that positions show for an action that nobody has declared; null where they show none. */
function seenAt(shown: Shown, action: RunAction): string | null {
  if (action === 'hand-over') return null;
  return action === 'depart' ? shown.inferredDepartedAt : shown.inferredArrivedAt;
}

/** Who takes the goods: typed, with the carrier of the plan offered. */
function Holder({
  shown: { carrier, custody },
  to,
  onChange,
}: {
  shown: Shown;
  to: string;
  onChange: (to: string) => void;
}): ReactNode {
  const hint = useId();
  const name = carrier?.name ?? null;
  return (
    <div className="field">
      <label className="field">
        <span>{word.to}</span>
        <input
          value={to}
          required
          maxLength={200}
          autoComplete="off"
          aria-describedby={hint}
          onChange={({ target }) => onChange(target.value)}
        />
      </label>
      <span id={hint} className="quiet">
        {word.toHint}
      </span>
      {name !== null && name !== custody?.holder && to !== name && (
        <span>
          <button type="button" className="chip" onClick={() => onChange(name)}>
            {word.offered(name)}
          </button>
        </span>
      )}
    </div>
  );
}
