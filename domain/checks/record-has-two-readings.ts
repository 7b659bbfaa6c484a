import type { Check } from '../check.ts';

/** One reading, or none, is no record. */
export const recordHasTwoReadings: Check = ({ channels, usedChannels }) => {
  const counts = (usedChannels.length > 0 ? usedChannels : [...channels.keys()]).map(
    (channel) => channels.get(channel)!.readings,
  );
  const fewest = usedChannels.length > 0 ? Math.min(...counts) : Math.max(0, ...counts);
  if (fewest >= 2) return [];
  const found = fewest === 0 ? 'no reading' : 'only one reading';
  return [
    { outcome: 'fail', sentence: `There is ${found} in the time judged; a release needs two at least.` },
  ];
};
