import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { useShownAlarms } from './alerts/use-shown-alarms.ts';
import { ConnectionBanner } from './board/connection-banner.tsx';
import { useLive } from './board/live.tsx';
import { newAlarmInWords } from './board/use-new-alarms.ts';
import { useNow } from './format/use-now.ts';
import { Guide } from './guide/guide.tsx';
import { AccountMenu } from './parts/account-menu.tsx';
import { DisplayMenu } from './parts/display-menu.tsx';
import { countAlarms, markNewAlarm } from './parts/document-title.ts';
import { shipmentStateOf } from './parts/shipment-state.ts';
import { Navigation } from './navigation.tsx';
import { useHasEnded } from './session/session.tsx';
import { signIn } from './session/sign-in.ts';
import { texts } from './texts.ts';

/** The frame of every page: navigation, account, latest events, and whether the API is unreachable. */
export function Frame({ children }: { children: ReactNode }): ReactNode {
  const { items, newAlarms } = useLive();
  const newAlarm = [...newAlarms.values()].at(-1);
  const hasEnded = useHasEnded();
  const now = useNow();
  const alarming = (items ?? []).filter((item) => shipmentStateOf(item, now) === 'alarm');
  const alarms = alarming.length;
  useEffect(() => {
    countAlarms(alarms);
    return () => countAlarms(0);
  }, [alarms]);
  useEffect(() => {
    if (newAlarms.size > 0) markNewAlarm();
  }, [newAlarms]);
  useShownAlarms();
  return (
    <>
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <header className="top">
        <Link href="/" className="brand">
          {texts.product}
        </Link>
        <Navigation alarms={alarms} />
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
        {newAlarm !== undefined && (
          <Link href={`/shipments/${encodeURIComponent(newAlarm.item.shipment)}`}>
            {newAlarmInWords(newAlarm)}
          </Link>
        )}
      </div>
      <Guide alarm={alarming[0]} />
      {children}
    </>
  );
}
