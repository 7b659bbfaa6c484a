import type { ReactNode } from 'react';
import { useApi } from '../api/use-api.ts';
import { Loaded } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { receiptTexts } from '../texts/receipt-page.ts';

const word = receiptTexts;

/** Whether the evidence of a signed receipt was verified: the same checks that anybody can make of the ZIP. */
export function Verified({ shipment }: { shipment: string }): ReactNode {
  const { moment } = useFormats();
  const verification = useApi('verifyEvidence', { path: { shipment } }, { staleTime: Infinity });
  if (verification.isPending)
    return (
      <p role="status" className="loading">
        {word.verifying}
      </p>
    );
  return (
    <Loaded of={verification}>
      {({ asOf, problem, found }) =>
        found === null ? (
          <div role="alert" className="problem verification">
            <p>
              <b>{word.notVerified}</b>
            </p>
            <p>{problem}</p>
            <p>{word.notVerifiedHint}</p>
          </div>
        ) : (
          <div className="verification pass">
            <span className="sign" aria-hidden="true">
              ✓
            </span>
            <div>
              <p role="status">
                <b>{word.verified(moment(asOf))}</b>
              </p>
              <p>{word.verifiedHow(found)}</p>
              {found.files > 0 && <p>{word.verifiedFiles(found.files)}</p>}
              {found.tokensWithheldUntil !== null && (
                <p className="quiet">{word.tokenLater(moment(found.tokensWithheldUntil))}</p>
              )}
              {found.caveats.length > 0 && (
                <p className="quiet">
                  {word.verifiedBut} {found.caveats.join('; ')}.
                </p>
              )}
            </div>
          </div>
        )
      }
    </Loaded>
  );
}
