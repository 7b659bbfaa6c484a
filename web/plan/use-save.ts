import { type Remembered, useForget, useRemember } from './use-address-book.ts';

/**
 * Saves something of the address book under its name. If it had another name before, that is removed once the new one is
 * saved, because the name is what it is found by.
 */
export function useSave(
  site: string,
  kind: Remembered,
  before: { readonly id: string } | null,
  then: () => void,
) {
  const forget = useForget(site, kind, then);
  const remember = useRemember(site, kind);
  return {
    isPending: remember.isPending || forget.isPending,
    error: remember.error ?? forget.error,
    save: (body: unknown): void =>
      remember.mutate(body, {
        onSuccess: ({ id }) => {
          if (before === null || before.id === id) then();
          else forget.mutate(before.id);
        },
      }),
  };
}
