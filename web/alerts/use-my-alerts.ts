import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '../api/answer.ts';
import { call } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';

export type MyAlert = Answer<'getMyAlerts'>['items'][number];
type Saved = Answer<'saveMyAlerts'>;

/** A message that was asked for: to which alert, after which delivery (its time), and until when it is waited for. */
type Awaited = { readonly alert: string; readonly after: string | null; readonly untilMs: number };

const askEveryMs = 1500;
/** A message that is not there by then is not waited for any longer; it shows when the page is opened again. */
const waitAtMostMs = 60_000;

/** This person's alerts and what can be done to them. After a message was asked for, what becomes of it is followed. */
export function useMyAlerts() {
  const queries = useQueryClient();
  const [awaited, setAwaited] = useState<Awaited | null>(null);
  const found = useApi(
    'getMyAlerts',
    {},
    { refetchInterval: ({ state }) => (isWaiting(awaited, state.data?.items) ? askEveryMs : false) },
  );
  const changed = (): Promise<void> => queries.invalidateQueries({ queryKey: ['getMyAlerts'] });
  const follow = ({ alert, lastDelivery }: MyAlert): void =>
    setAwaited({ alert, after: lastDelivery?.at ?? null, untilMs: Date.now() + waitAtMostMs });
  const save = useMutation<Saved, Error, unknown>({
    mutationFn: (body) => call('saveMyAlerts', { body }),
    onSuccess: async (saved) => {
      if (saved.confirmedAt === null) follow(saved);
      await changed();
    },
    // It may have been saved although no code could be sent.
    onError: changed,
  });
  const confirm = useMutation<unknown, Error, { readonly alert: string; readonly code: string }>({
    mutationFn: ({ alert, code }) => call('confirmAlert', { path: { alert }, body: { code } }),
    onSuccess: changed,
  });
  const test = useMutation<MyAlert, Error, string>({
    mutationFn: (alert) => call('testAlert', { path: { alert } }),
    onSuccess: async (tested) => {
      follow(tested);
      await changed();
    },
  });
  const remove = useMutation<unknown, Error, string>({
    mutationFn: (alert) => call('removeAlert', { path: { alert } }),
    onSuccess: changed,
  });
  const waitsFor = isWaiting(awaited, found.data?.items) ? awaited!.alert : null;
  return { found, save, confirm, test, remove, waitsFor };
}

function isWaiting(awaited: Awaited | null, items: readonly MyAlert[] | undefined): boolean {
  if (awaited === null || Date.now() > awaited.untilMs) return false;
  const own = items?.find(({ alert }) => alert === awaited.alert);
  if (own === undefined) return false;
  if ((own.lastDelivery?.at ?? null) === awaited.after) return true;
  // A webhook is confirmed right after its answer.
  return own.channel === 'webhook' && own.confirmedAt === null && own.lastDelivery?.outcome === 'sent';
}
