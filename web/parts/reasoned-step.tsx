import type { ReactNode } from 'react';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { useDraft } from '../session/draft.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { StepProblem } from './step-problem.tsx';
import type { Action, Seen } from './use-actions.ts';
import { useStep } from './use-step.ts';

/** A dialog for an action on a shipment that needs a reason; the typed reason is kept until the action is done. */
export function ReasonedStep({
  id,
  seen,
  draft,
  path,
  body,
  onDone,
  onClose,
  ...asked
}: {
  id: RouteId;
  seen: Seen;
  /** The name under which the reason is kept. */
  draft: string;
  path?: Action['path'];
  /** What the action carries besides the reason. */
  body?: Action['body'];
  /** Called after `onClose` once the action is done. */
  onDone?: () => void;
  onClose: () => void;
} & Pick<
  Parameters<typeof ReasonDialog>[0],
  'title' | 'label' | 'hint' | 'confirm' | 'dismiss' | 'children'
>): ReactNode {
  const [reason, setReason, clear] = useDraft(draft, '');
  const step = useStep(id, seen, () => {
    clear();
    onClose();
    onDone?.();
  });
  return (
    <ReasonDialog
      {...asked}
      reason={reason}
      onReason={setReason}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() => step.mutate({ ...(path && { path }), body: { ...body, reason: reason.trim() } })}
      onClose={onClose}
    />
  );
}
