import { type ReactNode, createContext, use, useEffect, useMemo, useState } from 'react';
import { type Formats, type Preferences, formatsOf } from '../format/formats.ts';
const initially: Preferences = { unit: 'celsius', zone: 'local', theme: 'system' };
const storageKey = 'coldwatch.preferences';

type Known = {
  readonly preferences: Preferences;
  readonly formats: Formats;
  readonly change: (change: Partial<Preferences>) => void;
};
const PreferencesContext = createContext<Known | null>(null);

export function usePreferences(): Known {
  return use(PreferencesContext)!;
}

/** Returns the formatters for this person's preferences. */
export function useFormats(): Formats {
  return usePreferences().formats;
}

export function PreferencesProvider({ children }: { children: ReactNode }): ReactNode {
  const [preferences, setPreferences] = useState(read);
  useEffect(() => {
    document.documentElement.dataset['theme'] = preferences.theme;
    try {
      localStorage.setItem(storageKey, JSON.stringify(preferences));
    } catch {
      // The page also works in a browser without storage.
    }
  }, [preferences]);
  const known = useMemo(
    () => ({
      preferences,
      formats: formatsOf(preferences),
      change: (change: Partial<Preferences>) => setPreferences((before) => ({ ...before, ...change })),
    }),
    [preferences],
  );
  return <PreferencesContext value={known}>{children}</PreferencesContext>;
}

function read(): Preferences {
  try {
    return { ...initially, ...(JSON.parse(localStorage.getItem(storageKey) ?? '{}') as object) };
  } catch {
    return initially;
  }
}
