import type { Check } from '../check.ts';
import { duration, moment, percent } from '../../model/wording.ts';

/** Every channel in use must be monitored for long enough and without too long a gap. */
export const recordIsComplete: Check = ({ profile, channels, usedChannels }) =>
  usedChannels.map((channel) => {
    const { readings, coverage } = channels.get(channel)!;
    if (readings === 0)
      return { outcome: 'fail', sentence: `The record is incomplete: it has no ${channel}.` };
    const shortfalls: string[] = [];
    const monitored = coverage.ratio === null ? 'none' : percent(coverage.ratio);
    if (coverage.ratio === null || coverage.ratio < profile.minimumCoverage)
      shortfalls.push(`${monitored} of the time monitored, needed ${percent(profile.minimumCoverage)}`);
    const tooLong = coverage.gaps.filter(({ from, to }) => to - from > profile.longestGapMs);
    if (tooLong.length > 0) {
      const longest = tooLong.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a));
      const count = tooLong.length === 1 ? 'one gap' : `${tooLong.length} gaps, the longest`;
      shortfalls.push(
        `${count} of ${duration(longest.to - longest.from)} from ${moment(longest.from)}, allowed ${duration(profile.longestGapMs)}`,
      );
    }
    return shortfalls.length === 0
      ? { outcome: 'pass', sentence: `The record of ${channel} is complete: ${monitored} monitored.` }
      : { outcome: 'fail', sentence: `The record of ${channel} is incomplete: ${shortfalls.join('; ')}.` };
  });
