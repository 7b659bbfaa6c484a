import type { Adapter, AdapterPayload } from 'oidc-provider';

type Cached = { readonly payload: AdapterPayload; readonly endsAt: number };

/** The provider's state of ongoing sign-ins, by the name of the kind. */
export type SignInState = {
  readonly adapter: (name: string) => Adapter;
  /** Ends the sessions of a person, and the tokens with which they get further ones. */
  readonly signOut: (username: string) => void;
};

/** Stores the provider's state of ongoing sign-ins in memory, for the duration of the run. */
export function signInState(): SignInState {
  const cached = new Map<string, Cached>();
  const adapter = (name: string): Adapter => {
    const keyOf = (id: string): string => `${name} ${id}`;
    const find = (isIt: (payload: AdapterPayload, key: string) => boolean): AdapterPayload | undefined => {
      for (const [key, { payload, endsAt }] of cached)
        if (endsAt <= Date.now()) cached.delete(key);
        else if (key.startsWith(`${name} `) && isIt(payload, key)) return payload;
      return undefined;
    };
    return {
      async upsert(id, payload, expiresIn) {
        cached.set(keyOf(id), { payload, endsAt: Date.now() + (expiresIn ?? 43_200) * 1000 });
      },
      find: async (id) => find((_, key) => key === keyOf(id)),
      findByUid: async (uid) => find((payload) => payload.uid === uid),
      findByUserCode: async () => undefined,
      async consume(id) {
        const known = cached.get(keyOf(id));
        if (known !== undefined) known.payload['consumed'] = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        cached.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of cached) if (payload.grantId === grantId) cached.delete(key);
      },
    };
  };
  return {
    adapter,
    signOut(username) {
      for (const [key, { payload }] of cached) if (payload.accountId === username) cached.delete(key);
    },
  };
}
