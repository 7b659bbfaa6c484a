/** What was just done to a shipment, to be said on its page. */
export type Notice = { readonly shipment: string } & (
  | { readonly kind: 'planned'; readonly loggers: number }
  | { readonly kind: 'changed' }
  | { readonly kind: 'cancelled' }
);

/** The state of a history entry that carries a notice: it survives a reload, and no link spreads it. */
export function noticeState(notice: Notice): { readonly notice: Notice } {
  return { notice };
}

/** The notice that the current history entry carries; null for none. */
export function currentNotice(): Notice | null {
  return (window.history.state as { notice?: Notice } | null)?.notice ?? null;
}

/** Whether what the notice names as the next step was done. */
export function isOver(
  notice: Notice,
  { attachments, departedAt }: { readonly attachments: readonly unknown[]; readonly departedAt: unknown },
): boolean {
  if (notice.kind !== 'planned') return false;
  return departedAt !== null || (notice.loggers === 0 && attachments.length > 0);
}

/** Takes the notice off the current history entry. */
export function dismissNotice(): void {
  window.history.replaceState(null, '');
}

/** Calls back when the history entry changes. */
export function onHistoryChange(then: () => void): () => void {
  // The router announces the changes that the browser itself does not.
  const events = ['popstate', 'pushState', 'replaceState'];
  for (const event of events) window.addEventListener(event, then);
  return () => {
    for (const event of events) window.removeEventListener(event, then);
  };
}
