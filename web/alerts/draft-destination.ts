import type { Destination, Preferences } from '../../src/model/own-alert.ts';

/** Where messages go, while it is typed. */
export type DraftDestination = Omit<Destination, 'routingKey'> & { readonly routingKey: string };

/** When messages may come, while it is typed: what is switched off keeps its times. */
export type DraftTimes = {
  readonly isQuiet: boolean;
  readonly from: string;
  readonly to: string;
  readonly zone: string;
};

type Known = Pick<Destination, 'channel' | 'address' | 'form'> & Pick<Preferences, 'quietHours' | 'zone'>;

/** What a form begins with: what is known, or the first channel that this system sends by. */
export function draftDestination(
  before: Known | null,
  mailFrom: string | null,
): DraftDestination & DraftTimes {
  return {
    channel: before?.channel ?? (mailFrom === null ? 'sms' : 'email'),
    address: before?.address ?? '',
    form: before?.form ?? 'plain',
    routingKey: '',
    isQuiet: before?.quietHours != null,
    from: before?.quietHours?.from ?? '22:00',
    to: before?.quietHours?.to ?? '06:30',
    zone: before?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** The same as the API takes it. */
export function destinationOf(
  draft: DraftDestination & DraftTimes,
): Destination & Pick<Preferences, 'quietHours' | 'zone'> {
  const { channel, isQuiet, from, to } = draft;
  const form = channel === 'webhook' ? draft.form : 'plain';
  const key = draft.routingKey.trim();
  return {
    channel,
    address: draft.address.trim(),
    form,
    routingKey: form === 'pagerduty' && key !== '' ? key : null,
    quietHours: isQuiet ? { from, to } : null,
    zone: draft.zone.trim(),
  };
}

/** What is wrong with what was typed, by the name of the field. */
export function problemsIn(checked: {
  readonly error?: { readonly issues: readonly { path: readonly PropertyKey[]; message: string }[] };
}): ReadonlyMap<string, string> {
  const issues = checked.error?.issues ?? [];
  // The first problem of a field is the one to mend first.
  return new Map(issues.map(({ path, message }) => [String(path[0]), message] as const).toReversed());
}
