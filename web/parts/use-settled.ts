import { useEffect, useState } from 'react';

/**
 * Returns a value once it has not changed for `afterMs` milliseconds, so that nothing is requested for each key pressed;
 * or at once when it was sent: `sentAt` is when that last happened (epoch milliseconds).
 */
export function useSettled<Value>(value: Value, afterMs = 400, sentAt = 0): Value {
  const [settled, setSettled] = useState(value);
  const [seen, setSeen] = useState(sentAt);
  if (seen !== sentAt) {
    setSeen(sentAt);
    setSettled(value);
  }
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
