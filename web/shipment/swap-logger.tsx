import type { ReactNode } from 'react';
import type { SensorFate } from '../../src/model/enumerations.ts';
import { oneLine } from '../format/one-line.ts';
import { useNow } from '../format/use-now.ts';
import { StepDialog } from '../parts/step-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useDraft } from '../session/draft.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { FateChoice } from './fate-choice.tsx';
import { type LoggerDraft, LoggerFields, attachBody, loggerLacks, noLogger } from './logger-fields.tsx';
import { boundsOf } from './sensible-time.ts';
import type { Shown } from './shown.ts';
import { useLoggerCheck } from './use-logger-check.ts';
import { useSwap } from './use-swap.ts';
import { type When, WhenFields, timeOf, whenProblem } from './when-fields.tsx';

const word = pageTexts.loggers;

type Draft = {
  readonly fate: SensorFate;
  readonly reason: string;
  readonly when: When;
  readonly fresh: LoggerDraft;
};

/** Swaps a logger on the way: the old one no longer counts, a new one takes its place. */
export function SwapLogger({
  shown,
  attachment,
  onClose,
}: {
  shown: Shown;
  attachment: Shown['attachments'][number];
  onClose: () => void;
}): ReactNode {
  const { shipment } = shown;
  const { device: old, role } = attachment;
  const now = useNow();
  const [draft, setDraft, clear] = useDraft<Draft>(`swap ${shipment} ${old}`, {
    fate: 'broken',
    reason: '',
    when: { kind: 'now', at: null },
    fresh: { ...noLogger, role, products: attachment.products ?? null },
  });
  const { fate, reason, when, fresh } = draft;
  const check = useLoggerCheck(fresh.device, shipment);
  const { swap, isHalf } = useSwap(shown, () => {
    clear();
    onClose();
  });
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const bounds = boundsOf.sensor(attachment);
  const problem = whenProblem(when, bounds, now);
  const lacking =
    (isHalf ? null : (problem ?? (reason.trim() === '' ? pageTexts.run.noReason : null))) ??
    loggerLacks(fresh, check, shown, now);
  const at = timeOf(when);
  return (
    <StepDialog
      title={word.swapTitle(old)}
      confirm={isHalf ? word.swapAgain : word.swapSend}
      lacking={lacking}
      isPending={swap.isPending}
      problem={swap.error !== null && <StepProblem error={swap.error} />}
      onSend={() =>
        swap.mutate({
          old,
          declaration: { fate, reason: reason.trim(), ...(at !== null && { at }) },
          attachment: attachBody(fresh, check, shown),
        })
      }
      onClose={onClose}
    >
      {isHalf ? (
        <p className="warn">{word.swapHalf(old, fresh.device)}</p>
      ) : (
        <>
          <h3>{word.swapOld(old)}</h3>
          <FateChoice fate={fate} onChange={(changed) => change({ fate: changed })} />
          <label className="field">
            <span>{texts.shipment.declareReason}</span>
            <textarea
              rows={2}
              required
              maxLength={1000}
              value={reason}
              onChange={({ target }) => change({ reason: oneLine(target.value) })}
            />
          </label>
          <WhenFields
            legend={word.notEvaluatedFrom}
            value={when}
            onChange={(changed) => change({ when: changed })}
            bounds={bounds}
            problem={problem}
          />
        </>
      )}
      <h3>{word.swapNew}</h3>
      <LoggerFields
        shown={shown}
        draft={fresh}
        onChange={(changed) => change({ fresh: changed })}
        check={check}
        when={whenProblem(fresh.when, boundsOf.attach(shown), now)}
      />
    </StepDialog>
  );
}
