import { useEffect, useState } from 'react';

/** Returns a value once it has not changed for a moment, so that nothing is requested for each key pressed. */
export function useDebounced<Value>(value: Value, waitMs = 400): Value {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), waitMs);
    return () => clearTimeout(timer);
  }, [value, waitMs]);
  return debounced;
}
