import type { ReactNode } from 'react';
import type { Preferences } from '../format/formats.ts';
import { usePreferences } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { Menu } from './menu.tsx';

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
