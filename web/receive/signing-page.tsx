import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Refused, call } from '../api/client.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { draftKey } from '../session/draft.ts';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import { type Pending, broughtToken, forgetSignature, storePending, pendingSignature } from './pending.ts';
import { WhatIsSigned } from './what-is-signed.tsx';
import { SignedRecord } from './signed.tsx';
import { useBatch } from './batch-signing.ts';
import type { Answer } from '../api/answer.ts';

/** The page to which the identity provider redirects: sends the signature to the API, and shows what was signed. */
export default function SigningPage(): ReactNode {
  const [pending] = useState(pendingSignature);
  const [idToken] = useState(broughtToken);
  const sign = useSigning(pending, idToken);
  const back = pending?.returnTo ?? '/receive';
  const goBack = (
    <p>
      <Link className="button primary" href={back} onClick={forgetSignature}>
        {pending?.shipments.length === 1 ? receiptTexts.signAgain : receiptTexts.back}
      </Link>
    </p>
  );
  if (pending === null)
    return (
      <Page title={receiptTexts.signed}>
        <p>{receiptTexts.none}</p>
        {goBack}
      </Page>
    );
  if (idToken === null) return <ReturnedWithoutToken pending={pending} goBack={goBack} />;
  const { data: signed, error } = sign;
  if (error !== null)
    return <NotSigned error={error} pending={pending} retry={() => sign.mutate()} goBack={goBack} />;
  if (signed == null)
    return (
      <Page title={receiptTexts.signing}>
        <WhatIsSigned decisions={pending.decisions} />
        <p className="loading" role="status">
          {texts.loading}
        </p>
      </Page>
    );
  return <SignedTogether signed={signed} />;
}

/** Sends a signature to the API once, as soon as there is one with its token. */
function useSigning(pending: Pending | null, idToken: string | null) {
  const queries = useQueryClient();
  const { remove } = useBatch();
  const { username } = usePerson();
  const [, navigate] = useLocation();
  const sign = useMutation({
    mutationFn: async () => {
      if (pending === null || idToken === null) return null;
      storePending({ ...pending, isSent: true });
      const body = { challenge: pending.challenge, idToken };
      return call('signReceipt', { body, key: pending.key });
    },
    onSuccess: async (signed) => {
      if (signed === null) return;
      forgetSignature();
      const shipments = signed.items.map(({ shipment }) => shipment);
      remove(shipments);
      for (const shipment of shipments) {
        sessionStorage.removeItem(draftKey(username, `decide ${shipment}`));
        await queries.invalidateQueries({ queryKey: ['shipment', shipment] });
      }
      void queries.invalidateQueries({ queryKey: ['board'] });
      // The receipt shows what was signed, also when it is opened again.
      if (signed.refused.length === 0 && shipments.length === 1)
        navigate(`/shipments/${encodeURIComponent(shipments[0]!)}/receipt`, { replace: true });
    },
  });
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current || pending === null || idToken === null) return;
    hasBegun.current = true;
    sign.mutate();
  }, [pending, idToken, sign]);
  return sign;
}

/** Shown where there is no token, as after a reload: the signature may have been sent before. */
function ReturnedWithoutToken({ pending, goBack }: { pending: Pending; goBack: ReactNode }): ReactNode {
  return pending.isSent ? (
    <Page title={receiptTexts.unknown}>
      <p role="alert">{receiptTexts.checkWhetherSigned}</p>
      <ul>
        {pending.shipments.map((shipment) => (
          <li key={shipment}>
            <Link href={`/shipments/${encodeURIComponent(shipment)}/receipt`} onClick={forgetSignature}>
              {shipment}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  ) : (
    <Page title={receiptTexts.refused}>
      <p role="alert">{receiptTexts.notFinished}</p>
      <WhatIsSigned decisions={pending.decisions} />
      {goBack}
    </Page>
  );
}

/** Shown where the API has refused the signature, or its answer is unknown. */
function NotSigned({
  error,
  pending,
  retry,
  goBack,
}: {
  error: Error;
  pending: Pending;
  retry: () => void;
  goBack: ReactNode;
}): ReactNode {
  // A refusal is definite; any other error leaves the outcome of the request unknown.
  const isRefused = error instanceof Refused && error.problem.status < 500;
  return (
    <Page title={isRefused ? receiptTexts.refused : receiptTexts.unknown}>
      {isRefused ? (
        <>
          <Problem error={error} />
          <WhatIsSigned decisions={pending.decisions} />
          {goBack}
        </>
      ) : (
        <>
          <p>{receiptTexts.sendAgain}</p>
          <WhatIsSigned decisions={pending.decisions} />
          <Problem error={error} retry={retry} />
        </>
      )}
    </Page>
  );
}

/** The decisions that were signed, and those that were refused. */
function SignedTogether({ signed }: { signed: Answer<'signReceipt'> }): ReactNode {
  return (
    <Page title={receiptTexts.signed} heading={receiptTexts.done(signed.items.length)} className="receipt">
      {signed.refused.length > 0 && (
        <div role="alert" className="problem">
          <p>{receiptTexts.refused}</p>
          <ul>
            {signed.refused.map(({ shipment, detail }) => (
              <li key={shipment}>{detail}</li>
            ))}
          </ul>
        </div>
      )}
      {signed.items.map((each) => (
        <section key={each.shipment} className={`card signed ${each.decision}`}>
          <SignedRecord signed={each} />
          <p>
            <Link href={`/shipments/${encodeURIComponent(each.shipment)}/receipt`}>{texts.shipment.see}</Link>
          </p>
        </section>
      ))}
      <p>
        <Link className="button primary large" href="/receive">
          {receiptTexts.next}
        </Link>
      </p>
    </Page>
  );
}
