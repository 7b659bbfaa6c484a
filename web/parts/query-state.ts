import { useLocation, useSearch } from 'wouter';

/** What the address bar says after its "?", and how to change it without a new step in the history. */
export function useQueryState(): [
  URLSearchParams,
  (change: Readonly<Record<string, string | null>>) => void,
] {
  const search = useSearch();
  const [location, navigate] = useLocation();
  const change = (changed: Readonly<Record<string, string | null>>): void => {
    const parameters = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changed))
      if (value === null || value === '') parameters.delete(name);
      else parameters.set(name, value);
    const text = parameters.toString();
    navigate(text === '' ? location : `${location}?${text}`, { replace: true });
  };
  return [new URLSearchParams(search), change];
}
