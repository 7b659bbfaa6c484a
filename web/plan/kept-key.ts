/**
 * Returns the idempotency key of a request: the same one for the same content until `forgetKey`, across reloads, so that
 * a request whose answer was lost is executed once. `name` is the place where it is kept for this tab.
 */
export function keptKey(name: string, content: unknown): string {
  const whole = JSON.stringify(content);
  const kept = read(name);
  if (kept?.whole === whole) return kept.key;
  const key = crypto.randomUUID();
  try {
    sessionStorage.setItem(name, JSON.stringify({ key, whole }));
  } catch {
    // Without storage, a request that is repeated after a reload counts as another one.
  }
  return key;
}

/** Returns whether a request with this content was sent and not answered yet. */
export function isUnanswered(name: string, content: unknown): boolean {
  return read(name)?.whole === JSON.stringify(content);
}

/** Forgets the key of a request that was answered. */
export function forgetKey(name: string): void {
  sessionStorage.removeItem(name);
}

function read(name: string): { readonly key: string; readonly whole: string } | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') as ReturnType<typeof read>;
  } catch {
    return null;
  }
}
