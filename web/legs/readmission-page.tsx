import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Refused, call } from '../api/client.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { broughtToken, forgetSignature, storePending } from '../receive/pending.ts';
import { draftKey } from '../session/draft.ts';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { legTexts } from '../texts/legs.ts';
import { type PendingReadmission, pendingReadmission } from './pending-readmission.ts';
import { readmitDraftName } from './readmit-draft.ts';
import { WhatIsReadmitted } from './what-is-readmitted.tsx';

const word = legTexts.signing;

/** Sends the signature of a re-admission to the API, and goes back to the shipment, which shows it. */
export default function ReadmissionPage(): ReactNode {
  // It was asked for before this page was opened, and stays that one until it is left.
  const [pending] = useState(() => pendingReadmission()!);
  const [idToken] = useState(broughtToken);
  const sign = useSigning(pending, idToken);
  const goBack = (
    <p>
      <Link className="button primary" href={pending.returnTo} onClick={forgetSignature}>
        {word.back}
      </Link>
    </p>
  );
  const what = <WhatIsReadmitted readmission={pending.readmission} heading="h2" />;
  if (idToken === null)
    return (
      <Page title={pending.isSent ? word.unknown : word.nothingSigned}>
        <p role="alert">{pending.isSent ? word.checkWhetherSigned : word.notFinished}</p>
        {what}
        {goBack}
      </Page>
    );
  const { error } = sign;
  if (error === null)
    return (
      <Page title={word.title}>
        {what}
        <p className="loading" role="status">
          {texts.loading}
        </p>
      </Page>
    );
  // A refusal is definite; any other error leaves the outcome of the request unknown.
  const isRefused = error instanceof Refused && error.problem.status < 500;
  return isRefused ? (
    <Page title={word.nothingSigned}>
      <Problem error={error} />
      <p>{word.kept}</p>
      {what}
      {goBack}
    </Page>
  ) : (
    <Page title={word.unknown}>
      <p>{word.sendAgain}</p>
      {what}
      <Problem error={error} retry={() => sign.mutate()} />
    </Page>
  );
}

/** Sends a signature once, as soon as there is its token. */
function useSigning(pending: PendingReadmission, idToken: string | null) {
  const queries = useQueryClient();
  const { username } = usePerson();
  const [, navigate] = useLocation();
  const { shipment, product } = pending.readmission;
  const sign = useMutation({
    mutationFn: async () => {
      storePending({ ...pending, isSent: true });
      const body = { challenge: pending.challenge, idToken };
      await call('signReadmission', { path: { shipment }, body, key: pending.key });
    },
    onSuccess: async () => {
      forgetSignature();
      sessionStorage.removeItem(draftKey(username, readmitDraftName(shipment, product)));
      await queries.invalidateQueries({ queryKey: ['shipment', shipment] });
      navigate(pending.returnTo, { replace: true });
    },
  });
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current || idToken === null) return;
    hasBegun.current = true;
    sign.mutate();
  }, [idToken, sign]);
  return sign;
}
