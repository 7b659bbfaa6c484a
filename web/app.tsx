import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { callOpen } from './api/client.ts';
import { BoardPage } from './board/board-page.tsx';
import { LiveProvider } from './board/live.tsx';
import { Frame } from './frame.tsx';
import { Landing } from './landing.tsx';
import { pendingReadmission } from './legs/pending-readmission.ts';
import { Boundary } from './parts/boundary.tsx';
import { pageOnDemand } from './parts/on-demand.tsx';
import { Page } from './parts/page.tsx';
import { Problem } from './parts/problem.tsx';
import { NoticePlace } from './plan/notice-place.tsx';
import { storeToken } from './receive/pending.ts';
import { SessionProvider, usePerson } from './session/session.tsx';
import { prepareSignIn } from './session/access-token.ts';
import { onOtherTab } from './session/tabs.ts';
import { finishSignIn, isSignedIn } from './session/sign-in.ts';
import { texts } from './texts.ts';

// Pages that are not needed for the first view are loaded on demand; `first-requests.ts` knows some of them by name.
const AlarmsPage = pageOnDemand(() => import('./alarms/alarms-page.tsx'));
const MyAlertsPage = pageOnDemand(() => import('./alerts/my-alerts-page.tsx'));
const ReceivePage = pageOnDemand(() => import('./receive/receive-page.tsx'));
const EndedPage = pageOnDemand(() => import('./board/ended-page.tsx'));
const InsightsPage = pageOnDemand(() => import('./insights/insights-page.tsx'));
const DevicesPage = pageOnDemand(() => import('./devices/devices-page.tsx'));
const ShipmentPage = pageOnDemand(() => import('./shipment/shipment-page.tsx'));
const ReceiptPage = pageOnDemand(() => import('./receive/receipt-page.tsx'));
const SigningPage = pageOnDemand(() => import('./receive/signing-page.tsx'));
const ReadmissionPage = pageOnDemand(() => import('./legs/readmission-page.tsx'));
const ProfilesPage = pageOnDemand(() => import('./profiles/profiles-page.tsx'));
const ProfilePage = pageOnDemand(() => import('./profiles/profile-page.tsx'));
const NewShipmentPage = pageOnDemand(() => import('./plan/new-shipment-page.tsx'));
const EditPlanPage = pageOnDemand(() => import('./plan/edit-plan-page.tsx'));
const ImportPage = pageOnDemand(() => import('./plan/import-page.tsx'));
const AddressBookPage = pageOnDemand(() => import('./plan/address-book-page.tsx'));
const AuditPage = pageOnDemand(() => import('./system/audit-page.tsx'));
const SystemPage = pageOnDemand(() => import('./system/system-page.tsx'));
const ConfirmPage = pageOnDemand(() => import('./lanes/confirm-page.tsx'));
const UnsubscribePage = pageOnDemand(() => import('./unsubscribe/unsubscribe-page.tsx'));
const SharedPage = pageOnDemand(() => import('./shared/shared-page.tsx'));
const PeoplePage = pageOnDemand(() => import('./people/people-page.tsx'));
const ReviewPage = pageOnDemand(() => import('./people/review-page.tsx'));
const ProfileEditor = pageOnDemand(() => import('./profiles/profile-editor.tsx'));

type Beginning =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'nobody'; readonly refusal: string | null }
  | { readonly kind: 'somebody' };

/** Handles the redirect from the identity provider, and finds out whether anybody is signed in. */
async function begin(): Promise<Beginning> {
  prepareSignIn(() => callOpen('getConfiguration'));
  const finished = await finishSignIn();
  if (finished?.kind === 'stepped-up') {
    storeToken(finished.idToken);
    window.history.replaceState(null, '', '/signing');
  } else if (finished?.kind === 'signed-in') window.history.replaceState(null, '', finished.returnTo);
  else if (finished?.kind === 'refused' && finished.wasSigning)
    window.history.replaceState(null, '', '/signing');
  else if (finished !== null) window.history.replaceState(null, '', '/');
  if (await isSignedIn()) return { kind: 'somebody' };
  return { kind: 'nobody', refusal: finished?.kind === 'refused' ? finished.reason : null };
}

// A code can be exchanged only once, however often the component renders.
let beginning: Promise<Beginning> | null = null;

/** The page; what is shared by a link is for people who never sign in. */
export function App(): ReactNode {
  // Its links are sent to people who may not be signed in.
  const { pathname } = window.location;
  if (pathname === '/shared') return <SharedPage />;
  if (pathname === '/confirm') return <ConfirmPage />;
  return pathname === '/unsubscribe' ? <UnsubscribePage /> : <SignedInApp />;
}

function SignedInApp(): ReactNode {
  const [state, setState] = useState<Beginning>({ kind: 'waiting' });
  const start = useCallback((): void => {
    beginning ??= begin();
    beginning.then(setState, (error: unknown) => {
      beginning = null;
      setState({ kind: 'failed', error: error as Error });
    });
  }, []);
  useEffect(start, [start]);
  const isNobody = state.kind === 'nobody';
  useEffect(() => {
    if (!isNobody) return;
    // Who signs in in another tab is signed in here.
    onOtherTab(({ kind }) => {
      if (kind !== 'signed-in') return;
      beginning = null;
      start();
    });
  }, [isNobody, start]);
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
              <Pages />
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
      <Route path="/ended">
        <EndedPage />
      </Route>
      <Route path="/insights">
        <InsightsPage />
      </Route>
      <Route path="/devices">
        <DevicesPage />
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
        <Signing />
      </Route>
      <Route path="/alarms">
        <AlarmsPage />
      </Route>
      <Route path="/audit">
        <AuditPage />
      </Route>
      <Route path="/system">
        <SystemPage />
      </Route>
      <Route path="/my-alerts">
        <MyAlertsPage />
      </Route>
      <Route path="/profiles">
        <ProfilesPage />
      </Route>
      <Route path="/profiles/new">
        <ProfileEditor />
      </Route>
      <Route path="/people">
        <PeoplePage />
      </Route>
      <Route path="/people/review">
        <ReviewPage />
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

/** Where people return to from the password: with decisions on receipts, or with a re-admission. */
function Signing(): ReactNode {
  const [isReadmission] = useState(() => pendingReadmission() !== null);
  return isReadmission ? <ReadmissionPage /> : <SigningPage />;
}
