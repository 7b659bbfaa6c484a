import { usePerson } from './session.tsx';
import { type Task, isPermitted } from './permitted.ts';

/** Returns whether the signed-in person may do something to a shipment of a site. */
export function usePermitted(site: string): (task: Task) => boolean {
  const person = usePerson();
  return (task) => isPermitted(person, task, site);
}
