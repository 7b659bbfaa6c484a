import { useQuery } from '@tanstack/react-query';
import { useLive } from '../board/live.tsx';
import { useNow } from '../format/use-now.ts';
import { useSettled } from '../parts/use-settled.ts';
import { useFormats } from '../session/preferences.tsx';
import { pathParameters } from '../../src/model/path-parameters.ts';
import { checkNumbers } from './check-numbers.ts';
import { dayOf } from './days.ts';
import type { DraftPlan } from './draft-plan.ts';
import { useProfileChoices } from './limits-field.tsx';
import { proposedNumbers } from './proposed-number.ts';

/** As many as are asked about in one request. */
const candidates = 5;
const minuteMs = 60_000;

/** What is known about the number of a new shipment. */
export type NumberState = {
  /** A number that is free, as far as is known. */
  readonly proposed: string;
  /** Whether the number in use is free; null while that is not known. */
  readonly isFree: boolean | null;
  /** Whether it could not be found out. */
  readonly isUnchecked: boolean;
};

/** Proposes a number for a new shipment, and finds out whether the one in use is taken. */
export function useNumber(plan: DraftPlan, isProposed: boolean): NumberState {
  const { site, plannedDeparture, profile } = plan;
  const { items } = useLive();
  const { zone } = useFormats();
  const now = useNow(minuteMs);
  const { approved } = useProfileChoices();
  // Any profile does: only the number is in question.
  const known = profile === '' ? approved[0]?.value : profile;
  const taken = new Set((items ?? []).map(({ shipment }) => shipment));
  const proposals = proposedNumbers(site, dayOf(plannedDeparture ?? now, zone), taken, candidates);
  const typed = useSettled(plan.shipment.trim());
  const asked = isProposed ? proposals : [typed];
  const isAsked =
    known !== undefined && site !== '' && asked.every((each) => pathParameters['shipment']!.test(each));
  const check = useQuery({
    queryKey: ['number', site, asked],
    queryFn: () => checkNumbers(asked, site, known!),
    enabled: isAsked,
    staleTime: minuteMs,
    retry: false,
  });
  const refused = check.data;
  const proposed = proposals.find((each) => refused?.has(each) !== true) ?? proposals[0]!;
  const inUse = isProposed ? proposed : plan.shipment.trim();
  const isAnswered = refused !== undefined && asked.includes(inUse);
  return {
    proposed,
    isFree: isAnswered ? !refused.has(inUse) : null,
    isUnchecked: isAsked && check.error !== null,
  };
}
