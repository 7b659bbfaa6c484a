import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call } from '../api/client.ts';
import type { Answer } from '../api/answer.ts';

type RetryId = 'retryWaiting' | 'retryRefused';
type Retried = { readonly path: Readonly<Record<string, string>>; readonly body?: object };

/**
 * Tries messages again, and reads the lists again after it. The same request sent again after a failure of the network
 * is the same one.
 */
export function useRetry<Id extends RetryId>(id: Id) {
  const queries = useQueryClient();
  const failed = useRef<{ key: string; content: string } | null>(null);
  return useMutation<Answer<Id>, Error, Retried>({
    mutationFn: ({ path, body }) => {
      const content = JSON.stringify([path, body]);
      if (failed.current?.content !== content) failed.current = { key: crypto.randomUUID(), content };
      return call(id, { path, body, key: failed.current.key });
    },
    onSuccess: async () => {
      // Messages that fail again are another request.
      failed.current = null;
      await queries.invalidateQueries({ queryKey: ['listWaiting'] });
      void queries.invalidateQueries({ queryKey: ['getHealth'] });
    },
  });
}
