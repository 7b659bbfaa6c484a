import type { Check } from '../check.ts';
import { duration, moment } from '../../model/wording.ts';

/** Reports what readers must know about the record itself: its bounds, its phases, repeats that differ. */
export const spanEvaluated: Check = ({
  profile,
  span,
  recordOnly,
  ownInterval,
  usedChannels,
  channels,
  hasRoute,
}) => {
  const sentences: string[] = [];
  const unknown = [...(recordOnly.from ? ['beginning'] : []), ...(recordOnly.to ? ['end'] : [])];
  if (unknown.length > 0)
    sentences.push(
      `Only the record was judged, ${moment(span.from)} to ${moment(span.to)}: the journey's ${unknown.join(' and ')} ${unknown.length > 1 ? 'were' : 'was'} not given.`,
    );
  if (ownInterval)
    sentences.push(
      `The device's own interval of ${duration(profile.reportingIntervalMs)} was used in place of the profile's.`,
    );
  if (span.phases === null && profile.rules.some((rule) => rule.phases !== null))
    sentences.push('Departure and arrival are not known: rules of a phase were held against the whole time.');
  if (profile.journeyRules.length > 0 && !hasRoute)
    sentences.push(
      `Rules of location were not looked at (${profile.journeyRules.map(({ id }) => id).join(', ')}): where the journey goes is not known.`,
    );
  for (const [channel, { differing }] of channels)
    if (differing > 0)
      sentences.push(
        `${differing} ${differing === 1 ? 'time has' : 'times have'} differing values of ${channel}: each rule judged the one farthest outside.`,
      );
  return [
    ...(usedChannels.length === 0
      ? [
          {
            outcome: 'fail' as const,
            sentence:
              'There is nothing to judge by: no rule of this profile judges, and it has no limit of mean kinetic temperature.',
          },
        ]
      : []),
    ...sentences.map((sentence) => ({ outcome: 'note' as const, sentence })),
  ];
};
