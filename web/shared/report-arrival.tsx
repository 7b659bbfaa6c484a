import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { callOpen } from '../api/client.ts';
import { StepDialog } from '../parts/step-dialog.tsx';
import { sharedTexts as word } from '../texts/shared.ts';

/** Reports that the goods have arrived, now; it asks before it does. */
export function ReportArrival({
  session,
  onReported,
}: {
  session: string;
  onReported: () => void;
}): ReactNode {
  const [isAsking, setAsking] = useState(false);
  // A report that is sent again because its answer was lost is the same report.
  const key = useRef(crypto.randomUUID());
  const reporting = useMutation({
    mutationFn: () => callOpen('reportSharedArrival', { key: key.current }, session),
    onSuccess: () => {
      setAsking(false);
      onReported();
    },
  });
  return (
    <>
      <p>
        <button type="button" className="primary large" onClick={() => setAsking(true)}>
          {word.report}
        </button>
      </p>
      {isAsking && (
        <StepDialog
          title={word.reportTitle}
          confirm={word.reportConfirm}
          lacking={null}
          isPending={reporting.isPending}
          problem={
            reporting.error !== null && (
              <p role="alert" className="problem">
                {reporting.error.message}
              </p>
            )
          }
          onSend={() => reporting.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{word.reportHint}</p>
        </StepDialog>
      )}
    </>
  );
}
