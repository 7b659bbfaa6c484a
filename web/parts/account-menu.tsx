import type { ReactNode } from 'react';
import { usePerson } from '../session/session.tsx';
import { signOut } from '../session/sign-in.ts';
import { texts } from '../texts.ts';
import { Menu } from './menu.tsx';

/** Shows who is signed in, and a button to sign out. */
export function AccountMenu(): ReactNode {
  const { username, roles, sites } = usePerson();
  const { account } = texts;
  return (
    <Menu label={username} name={account.open(username)}>
      <dl className="facts">
        <dt>{account.roles}</dt>
        <dd>{roles.map((role) => account[role]).join(', ') || account.none}</dd>
        <dt>{account.sites}</dt>
        <dd>{roles.includes('operations') ? account.allSites : sites.join(', ') || account.none}</dd>
      </dl>
      <button type="button" onClick={() => void signOut()}>
        {account.signOut}
      </button>
    </Menu>
  );
}
