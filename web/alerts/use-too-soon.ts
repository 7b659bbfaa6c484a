import { useNow } from '../format/use-now.ts';
import type { MyAlert } from './use-my-alerts.ts';

/** The API sends what confirms an address at most this often. */
const betweenMs = 60_000;

/** Returns whether a message went to an address so lately that another would not be sent. */
export function useTooSoon(lastDelivery: MyAlert['lastDelivery']): boolean {
  const now = useNow(5000);
  return lastDelivery !== null && now - Date.parse(lastDelivery.at) < betweenMs;
}
