import type { Answer } from '../api/answer.ts';
import { renewed } from '../api/renewed.ts';
import { useApi } from '../api/use-api.ts';
import { useSettled } from '../parts/use-settled.ts';
import { isDeviceName } from './device-name.ts';

/** How often a logger that was never heard is asked for again. */
const askAgainMs = 5000;

type Check = {
  /** What is known of the logger; undefined while that is being asked, and where the name cannot be one. */
  readonly known: Answer<'checkDevice'> | undefined;
  readonly isAsked: boolean;
  readonly error: Error | null;
};

/** Asks what is known of a logger by its name, while the name is typed or scanned. */
export function useDeviceCheck(device: string): Check {
  const name = device.trim();
  const asked = useSettled(name);
  const isAsked = isDeviceName(asked);
  const { data, error } = useApi(
    'checkDevice',
    { path: { device: asked } },
    {
      enabled: isAsked,
      // Somebody who reads that it was never heard switches it on.
      refetchInterval: (query) => renewed(query.state.data?.lastHeardAt === null && askAgainMs)(query),
    },
  );
  return { known: asked === name ? data : undefined, isAsked, error };
}
