import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { Refused, call } from '../api/client.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { texts } from '../texts.ts';
import { broughtToken, forgetSignature, pendingSignature } from './pending.ts';
import { SignedRecord } from './signed.tsx';
import { useTray } from './tray.ts';

/** Where the person comes back to from the identity provider: gives the signature to the API, and shows what was signed. */
export default function SigningPage(): ReactNode {
  const queries = useQueryClient();
  const { remove } = useTray();
  const [pending] = useState(pendingSignature);
  const [brought] = useState(broughtToken);
  const sign = useMutation({
    mutationFn: async () => {
      if (pending === null || brought === null || !('idToken' in brought)) return null;
      const body = { challenge: pending.challenge, idToken: brought.idToken };
      return call('signReceipt', { body, key: pending.key });
    },
    onSuccess: async (signed) => {
      if (signed === null) return;
      forgetSignature();
      const shipments = signed.items.map(({ shipment }) => shipment);
      remove(shipments);
      for (const shipment of shipments) {
        sessionStorage.removeItem(`draft.decide ${shipment}`);
        await queries.invalidateQueries({ queryKey: ['shipment', shipment] });
      }
      void queries.invalidateQueries({ queryKey: ['board'] });
    },
  });
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current || pending === null || brought === null || !('idToken' in brought)) return;
    hasBegun.current = true;
    sign.mutate();
  }, [pending, brought, sign]);

  const back =
    pending?.shipments.length === 1
      ? `/shipments/${encodeURIComponent(pending.shipments[0]!)}/receipt`
      : '/receive';
  const goBack = (
    <p>
      <Link className="button primary" href={back} onClick={forgetSignature}>
        {pending?.shipments.length === 1 ? texts.receipt.signAgain : texts.receipt.back}
      </Link>
    </p>
  );
  if (pending === null)
    return (
      <Page title={texts.receipt.signed}>
        <p>{texts.receipt.none}</p>
        {goBack}
      </Page>
    );
  if (brought === null || 'refusal' in brought)
    return (
      <Page title={texts.receipt.refused}>
        <p role="alert">{texts.receipt.notFinished}</p>
        {goBack}
      </Page>
    );
  const { data: signed, error } = sign;
  if (error !== null)
    return (
      <Page title={texts.receipt.refused}>
        {error instanceof Refused ? (
          <Problem error={error} />
        ) : (
          <Problem error={error} retry={() => sign.mutate()} />
        )}
        {error instanceof Refused && goBack}
      </Page>
    );
  if (signed == null)
    return (
      <Page title={texts.receipt.signing}>
        <p className="loading" role="status">
          {texts.loading}
        </p>
      </Page>
    );
  return (
    <Page title={texts.receipt.signed} heading={texts.receipt.done(signed.items.length)} className="receipt">
      {signed.refused.length > 0 && (
        <div role="alert" className="problem">
          <p>{texts.receipt.refused}</p>
          <ul>
            {signed.refused.map(({ shipment, detail }) => (
              <li key={shipment}>{detail}</li>
            ))}
          </ul>
        </div>
      )}
      {signed.items.map((each) => (
        <section key={each.shipment} className="card signed">
          <SignedRecord signed={each} />
          <p>
            <Link href={`/shipments/${encodeURIComponent(each.shipment)}/receipt`}>{texts.shipment.see}</Link>
          </p>
        </section>
      ))}
      <p>
        <Link className="button primary large" href="/receive">
          {texts.receipt.next}
        </Link>
      </p>
    </Page>
  );
}
