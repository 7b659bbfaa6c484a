const firstMs = 2000;
const mostMs = 30_000;

/** The time to wait before trying again after so many failed attempts, in milliseconds: it doubles, up to half a minute. */
export function againMs(attempts: number): number {
  return Math.min(mostMs, firstMs * 2 ** Math.max(0, attempts));
}

/**
 * Calls `then` once: after a time in milliseconds, or sooner if the browser is back online. Returns a function that
 * cancels it.
 */
export function onceOnline(afterMs: number, then: () => void): () => void {
  const end = (): void => {
    clearTimeout(timer);
    window.removeEventListener('online', call);
  };
  const call = (): void => {
    end();
    then();
  };
  const timer = setTimeout(call, afterMs);
  window.addEventListener('online', call);
  return end;
}
