import { type ReactNode, useEffect, useRef } from 'react';
import { usePreferences } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { signOut } from '../session/sign-in.ts';
import { texts } from '../texts.ts';
import type { Preferences } from '../format/formats.ts';

/** A button that opens a small panel; Escape or a click elsewhere closes it. */
function Menu({ label, name, children }: { label: ReactNode; name: string; children: ReactNode }): ReactNode {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const isElsewhere = event.type === 'pointerdown' && !menu.current?.contains(event.target as Node);
      const isEscape =
        event instanceof KeyboardEvent && event.key === 'Escape' && menu.current?.open === true;
      if (!isElsewhere && !isEscape) return;
      menu.current!.open = false;
      if (isEscape) menu.current!.querySelector('summary')!.focus();
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details className="menu" ref={menu} name="menus">
      <summary aria-label={name}>{label}</summary>
      <div className="panel">{children}</div>
    </details>
  );
}

function Choice<Name extends keyof Preferences>({
  name,
  title,
  options,
}: {
  name: Name;
  title: string;
  options: readonly (readonly [Preferences[Name], string])[];
}): ReactNode {
  const { preferences, change } = usePreferences();
  return (
    <fieldset className="choice">
      <legend>{title}</legend>
      {options.map(([value, text]) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            checked={preferences[name] === value}
            onChange={() => change({ [name]: value })}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

/** Display preferences: units, time zone, colours. */
export function DisplayMenu(): ReactNode {
  const { display } = texts;
  const local = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Menu label={display.open} name={display.open}>
      <Choice
        name="unit"
        title={display.unit}
        options={[
          ['celsius', display.celsius],
          ['fahrenheit', display.fahrenheit],
        ]}
      />
      <Choice
        name="zone"
        title={display.zone}
        options={[
          ['local', display.local(local)],
          ['utc', display.utc],
        ]}
      />
      <Choice
        name="theme"
        title={display.theme}
        options={[
          ['system', display.system],
          ['light', display.light],
          ['dark', display.dark],
        ]}
      />
    </Menu>
  );
}

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
