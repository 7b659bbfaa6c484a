import type { ReactNode } from 'react';
import { useNow } from '../format/use-now.ts';
import { StepDialog } from '../parts/step-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { type LoggerDraft, LoggerFields, attachBody, loggerLacks, noLogger } from './logger-fields.tsx';
import { boundsOf } from './sensible-time.ts';
import type { Shown } from './shown.ts';
import { useLoggerCheck } from './use-logger-check.ts';
import { whenProblem } from './when-fields.tsx';

/** Attaches a logger that is scanned or typed, with what is known of it at once. */
export function AttachLogger({ shown, onClose }: { shown: Shown; onClose: () => void }): ReactNode {
  const { shipment } = shown;
  const now = useNow();
  const [draft, setDraft, clear] = useDraft<LoggerDraft>(`attach ${shipment}`, noLogger);
  const check = useLoggerCheck(draft.device, shipment);
  const step = useStep('attachDevice', shown, () => {
    clear();
    onClose();
  });
  const lacking = loggerLacks(draft, check, shown, now);
  return (
    <StepDialog
      title={pageTexts.loggers.attachTitle}
      confirm={pageTexts.loggers.attach}
      lacking={lacking}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() => step.mutate({ body: attachBody(draft, check, shown) })}
      onClose={onClose}
    >
      <LoggerFields
        shown={shown}
        draft={draft}
        onChange={setDraft}
        check={check}
        when={whenProblem(draft.when, boundsOf.attach(shown), now)}
      />
    </StepDialog>
  );
}
