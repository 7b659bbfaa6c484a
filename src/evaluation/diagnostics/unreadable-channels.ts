import type { DeviceState } from '../device-state.ts';
import { newestMeasured } from '../device-state.ts';
import type { ScalarChannel } from '../../model/reading.ts';
import type { EvaluationContext } from '../evaluation-context.ts';
import { duration, moment } from '../../model/wording.ts';
import type { Diagnostic } from './diagnostic.ts';

/**
 * Reports channels used by a judging rule that have had no readable value for longer than `maxGap` although the device
 * was online, while people can still act.
 */
export function unreadableChannels(
  state: DeviceState,
  { profile, since, until }: EvaluationContext,
): readonly Diagnostic[] {
  if (until !== null) return [];
  const newest = newestMeasured(state);
  const used = new Set(profile.rules.filter(({ judges }) => judges).map(({ channel }) => channel));
  return [...used].sort().flatMap((channel) => {
    const last = Math.max(state.last[channel]?.at ?? -Infinity, since);
    if (newest - last <= profile.maxGapMs) return [];
    return [diagnosticOf(channel, state.unreadable[channel], last, newest)];
  });
}

function diagnosticOf(
  channel: ScalarChannel,
  unreadable: DeviceState['unreadable'][ScalarChannel],
  lastAt: number,
  newest: number,
): Diagnostic {
  const from = unreadable?.since ?? lastAt;
  const texts = (unreadable?.texts ?? []).map((text) => (text === '' ? 'empty' : JSON.stringify(text)));
  const what =
    unreadable === undefined
      ? `The device is online but has sent no ${channel}`
      : `The device is online but its ${channel} has been unreadable (${texts.join(', ')})`;
  return {
    kind: 'channel-unreadable',
    subject: channel,
    severity: 'major',
    from,
    to: null,
    sentence: `${what} since ${moment(from)}: no value for ${duration(newest - lastAt)}.`,
  };
}
