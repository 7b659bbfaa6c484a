import type { Check } from '../check.ts';
import type { Channel } from '../../model/reading.ts';

/** A record needs at least two readings. */
export const recordHasTwoReadings: Check = ({ channels, usedChannels }) => {
  const countOf = (channel: Channel): number => channels.get(channel)!.readings;
  // If no rule uses a channel, any channel will do.
  const fullest = [...channels.keys()].sort((a, b) => countOf(b) - countOf(a)).slice(0, 1);
  return (usedChannels.length > 0 ? usedChannels : fullest)
    .filter((channel) => countOf(channel) < 2)
    .map((channel) => ({
      outcome: 'fail',
      sentence: `There is ${countOf(channel) === 0 ? 'no reading' : 'only one reading'} of ${channel} in the time judged; a release needs two at least.`,
    }));
};
