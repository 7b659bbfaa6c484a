const storageKey = 'coldwatch.link';

/** An opened link: its session, until when it is open, and the token that it was opened with. */
export type KeptSession = { readonly token: string; readonly session: string; readonly endsAt: string };

/** The session of a link that was opened in this tab; null where there is none, or its hour is over. */
export function keptSession(token: string): KeptSession | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as KeptSession | null;
    return kept?.token === token && Date.parse(kept.endsAt) > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps the session while this tab is open; null forgets it. */
export function keepSession(kept: KeptSession | null): void {
  try {
    if (kept === null) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // Without storage the PIN is asked for again after a reload.
  }
}
