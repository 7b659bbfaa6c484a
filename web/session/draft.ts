import { useCallback, useState } from 'react';

/** A text or choice that a person is about to give; it outlives a reload and a step-up, and ends with the tab. */
export function useDraft<Value>(name: string, initially: Value): [Value, (value: Value) => void, () => void] {
  const key = `draft.${name}`;
  const [draft, setDraft] = useState({ key, value: read(key, initially) });
  // Another name is another draft.
  const current = draft.key === key ? draft : { key, value: read(key, initially) };
  if (current !== draft) setDraft(current);
  const set = useCallback(
    (value: Value) => {
      setDraft({ key, value });
      keep(key, value);
    },
    [key],
  );
  const clear = useCallback(() => {
    setDraft({ key, value: initially });
    sessionStorage.removeItem(key);
  }, [key, initially]);
  return [current.value, set, clear];
}

function read<Value>(key: string, initially: Value): Value {
  try {
    const kept = sessionStorage.getItem(key);
    return kept === null ? initially : (JSON.parse(kept) as Value);
  } catch {
    return initially;
  }
}

function keep(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // It stays in the field all the same.
  }
}
