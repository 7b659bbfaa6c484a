import { useLocation, useSearch } from 'wouter';

/** Returns the URL's query parameters, and a function that changes them without adding a history entry. */
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
