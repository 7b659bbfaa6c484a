import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { usePerson } from '../session/session.tsx';
import { signOut } from '../session/sign-in.ts';
import { texts } from '../texts.ts';
import { Menu } from './menu.tsx';

/** Shows who is signed in, with what is about this person, and a button to sign out. */
export function AccountMenu(): ReactNode {
  const { username, roles, sites } = usePerson();
  const { account } = texts;
  const [location] = useLocation();
  return (
    // Following a link closes the menu.
    <Menu key={location} label={username} name={account.open(username)}>
      <dl className="facts">
        <dt>{account.roles}</dt>
        <dd>{roles.map((role) => account[role]).join(', ') || account.none}</dd>
        <dt>{account.sites}</dt>
        <dd>{roles.includes('operations') ? account.allSites : sites.join(', ') || account.none}</dd>
      </dl>
      <Link href="/my-alerts" aria-current={location === '/my-alerts' ? 'page' : undefined}>
        {account.myAlerts}
      </Link>
      <button type="button" onClick={() => void signOut()}>
        {account.signOut}
      </button>
    </Menu>
  );
}
