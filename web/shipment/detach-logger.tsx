import { type ReactNode, useState } from 'react';
import { useNow } from '../format/use-now.ts';
import { StepDialog } from '../parts/step-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { boundsOf } from './sensible-time.ts';
import type { Shown } from './shown.ts';
import { type When, WhenFields, timeOf, whenProblem } from './when-fields.tsx';

/** Detaches a logger, now or as of an earlier time. */
export function DetachLogger({
  shown,
  attachment,
  onClose,
}: {
  shown: Shown;
  attachment: Shown['attachments'][number];
  onClose: () => void;
}): ReactNode {
  const { device } = attachment;
  const now = useNow();
  const [when, setWhen] = useState<When>({ kind: 'now', at: null });
  const step = useStep('detachDevice', shown, onClose);
  const bounds = boundsOf.sensor(attachment);
  const problem = whenProblem(when, bounds, now);
  const at = timeOf(when);
  return (
    <StepDialog
      title={pageTexts.loggers.detachTitle(device)}
      confirm={pageTexts.loggers.detach}
      lacking={problem}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() => step.mutate({ path: { device }, body: at === null ? {} : { at } })}
      onClose={onClose}
    >
      <p className="quiet">{pageTexts.loggers.detachHint}</p>
      <WhenFields
        legend={pageTexts.loggers.detachUntil}
        value={when}
        onChange={setWhen}
        bounds={bounds}
        problem={problem}
      />
    </StepDialog>
  );
}
