import { type ReactNode, Suspense, lazy, useEffect, useState } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { call } from './api/client.ts';
import { AlarmsPage } from './alarms/alarms-page.tsx';
import { BoardPage } from './board/board-page.tsx';
import { LiveProvider } from './board/live.tsx';
import { Frame } from './frame.tsx';
import { Landing } from './landing.tsx';
import { Boundary } from './parts/boundary.tsx';
import { Page } from './parts/page.tsx';
import { Problem } from './parts/problem.tsx';
import { NoticePlace } from './plan/notice-place.tsx';
import { ReceivePage } from './receive/receive-page.tsx';
import { storeToken } from './receive/pending.ts';
import { SessionProvider, usePerson } from './session/session.tsx';
import { accessToken, finishSignIn, prepareSignIn } from './session/sign-in.ts';
import { texts } from './texts.ts';

// Pages that are not needed for the first view are loaded on demand.
const ShipmentPage = lazy(() => import('./shipment/shipment-page.tsx'));
const ReceiptPage = lazy(() => import('./receive/receipt-page.tsx'));
const SigningPage = lazy(() => import('./receive/signing-page.tsx'));
const ProfilesPage = lazy(() => import('./profiles/profiles-page.tsx'));
const ProfilePage = lazy(() => import('./profiles/profile-page.tsx'));
const NewShipmentPage = lazy(() => import('./plan/new-shipment-page.tsx'));
const EditPlanPage = lazy(() => import('./plan/edit-plan-page.tsx'));
const ImportPage = lazy(() => import('./plan/import-page.tsx'));
const AddressBookPage = lazy(() => import('./plan/address-book-page.tsx'));
const ProfileEditor = lazy(() => import('./profiles/profile-editor.tsx'));

type Beginning =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'nobody'; readonly refusal: string | null }
  | { readonly kind: 'somebody' };

/** Handles the redirect from the identity provider, and finds out whether anybody is signed in. */
async function begin(): Promise<Beginning> {
  prepareSignIn(await call('getConfiguration'));
  const finished = await finishSignIn();
  if (finished?.kind === 'stepped-up') {
    storeToken(finished.idToken);
    window.history.replaceState(null, '', '/signing');
  } else if (finished?.kind === 'signed-in') window.history.replaceState(null, '', finished.returnTo);
  else if (finished?.kind === 'refused' && finished.wasSigning)
    window.history.replaceState(null, '', '/signing');
  else if (finished !== null) window.history.replaceState(null, '', '/');
  if ((await accessToken()) !== null) return { kind: 'somebody' };
  return { kind: 'nobody', refusal: finished?.kind === 'refused' ? finished.reason : null };
}

// A code can be exchanged only once, however often the component renders.
let beginning: Promise<Beginning> | null = null;

export function App(): ReactNode {
  const [state, setState] = useState<Beginning>({ kind: 'waiting' });
  const start = (): void => {
    beginning ??= begin();
    beginning.then(setState, (error: unknown) => {
      beginning = null;
      setState({ kind: 'failed', error: error as Error });
    });
  };
  useEffect(start, []);
  const waiting = <p className="loading alone">{texts.loading}</p>;
  const failed = (error: Error): ReactNode => (
    <main className="alone">
      <h1>{texts.product}</h1>
      <Problem error={error} retry={() => window.location.reload()} />
    </main>
  );
  if (state.kind === 'waiting') return waiting;
  if (state.kind === 'failed') return failed(state.error);
  if (state.kind === 'nobody') return <Landing refusal={state.refusal} />;
  return (
    <SessionProvider waiting={waiting} failed={failed}>
      <LiveProvider>
        <Router>
          <Frame>
            <Boundary>
              <Suspense fallback={<p className="loading">{texts.loading}</p>}>
                <Pages />
              </Suspense>
            </Boundary>
          </Frame>
        </Router>
      </LiveProvider>
    </SessionProvider>
  );
}

function Pages(): ReactNode {
  const { roles } = usePerson();
  const home = roles.includes('pharmacist') && !roles.includes('logistics') ? '/receive' : '/board';
  return (
    <Switch>
      <Route path="/">
        <Redirect to={home} replace />
      </Route>
      <Route path="/board">
        <BoardPage />
      </Route>
      <Route path="/shipments/new">
        <NewShipmentPage />
      </Route>
      <Route path="/shipments/import">
        <ImportPage />
      </Route>
      <Route path="/shipments/:shipment/plan">
        {({ shipment }) => <EditPlanPage key={shipment} shipment={shipment} />}
      </Route>
      <Route path="/address-book">
        <AddressBookPage />
      </Route>
      <Route path="/shipments/:shipment">
        {({ shipment }) => (
          <>
            <NoticePlace shipment={shipment} />
            <ShipmentPage key={shipment} shipment={shipment} />
          </>
        )}
      </Route>
      <Route path="/shipments/:shipment/receipt">
        {({ shipment }) => <ReceiptPage key={shipment} shipment={shipment} />}
      </Route>
      <Route path="/receive">
        <ReceivePage />
      </Route>
      <Route path="/signing">
        <SigningPage />
      </Route>
      <Route path="/alarms">
        <AlarmsPage />
      </Route>
      <Route path="/profiles">
        <ProfilesPage />
      </Route>
      <Route path="/profiles/new">
        <ProfileEditor />
      </Route>
      <Route path="/profiles/:profile/:version">
        {({ profile, version }) => <ProfilePage key={profile} profile={profile} version={Number(version)} />}
      </Route>
      <Route>
        <Page title={texts.problems.notFound}>
          <p>
            <a href="/board">{texts.problems.toBoard}</a>
          </p>
        </Page>
      </Route>
    </Switch>
  );
}
