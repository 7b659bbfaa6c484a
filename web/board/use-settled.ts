import { useEffect, useState } from 'react';

/**
 * Returns typed text once nobody has typed for `afterMs` milliseconds, or at once when it was sent: `sentAt` is when
 * that last happened (epoch milliseconds).
 */
export function useSettled(typed: string, sentAt: number, afterMs: number): string {
  const [settled, setSettled] = useState(typed);
  const [seen, setSeen] = useState(sentAt);
  if (seen !== sentAt) {
    setSeen(sentAt);
    setSettled(typed);
  }
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), afterMs);
    return () => clearTimeout(timer);
  }, [typed, afterMs]);
  return settled;
}
