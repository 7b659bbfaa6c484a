import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { ConnectionBanner } from './board/connection-banner.tsx';
import { useLive } from './board/live.tsx';
import { useNow } from './format/use-now.ts';
import { AccountMenu } from './parts/account-menu.tsx';
import { DisplayMenu } from './parts/display-menu.tsx';
import { shipmentStateOf } from './parts/shipment-state.ts';
import { useHasEnded } from './session/session.tsx';
import { signIn } from './session/sign-in.ts';
import { texts } from './texts.ts';

const places = [
  ['/board', texts.nav.board, '/shipments'],
  ['/receive', texts.nav.receive, null],
  ['/alarms', texts.nav.alarms, null],
  ['/profiles', texts.nav.profiles, '/profiles'],
] as const;

/** The frame of every page: navigation, account, latest events, and whether the API is unreachable. */
export function Frame({ children }: { children: ReactNode }): ReactNode {
  const [location] = useLocation();
  const { items, newAlarm } = useLive();
  const hasEnded = useHasEnded();
  const now = useNow();
  const alarms = (items ?? []).filter((item) => shipmentStateOf(item, now) === 'alarm').length;
  const isReceipt = location.endsWith('/receipt') || location === '/signing';
  return (
    <>
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <header className="top">
        <Link href="/" className="brand">
          {texts.product}
        </Link>
        <nav aria-label={texts.nav.label}>
          {places.map(([path, name, also]) => {
            const isHere =
              location === path ||
              (path === '/receive' ? isReceipt : also !== null && location.startsWith(also) && !isReceipt);
            return (
              <Link key={path} href={path} aria-current={isHere ? 'page' : undefined}>
                {name}
                {path === '/alarms' && alarms > 0 && <span className="count">{alarms}</span>}
              </Link>
            );
          })}
        </nav>
        <div className="menus">
          <DisplayMenu />
          <AccountMenu />
        </div>
      </header>
      {hasEnded ? (
        <div role="alert" className="banner">
          {texts.problems.ended}{' '}
          <button type="button" onClick={() => void signIn()}>
            {texts.problems.signInAgain}
          </button>
        </div>
      ) : (
        <ConnectionBanner />
      )}
      <div aria-live="assertive" className="news">
        {newAlarm !== null && (
          <Link href={`/shipments/${encodeURIComponent(newAlarm.shipment)}`}>
            {texts.board.newAlarm(newAlarm.shipment, newAlarm.goods)}
          </Link>
        )}
      </div>
      {children}
    </>
  );
}
