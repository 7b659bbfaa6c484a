import { exitStatus } from './exit-status.ts';
import type { Input } from './read-files.ts';

/** Summarizes what was published of a file and what was not. The exit status is 65 if rows could not be published. */
export function replaySummary(
  path: string,
  device: string,
  { files, withoutTime }: Pick<Input, 'files' | 'withoutTime'>,
): { output: string; status: number } {
  const { readings, duplicates, unreadable, refused } = files[0]!;
  const published = readings + unreadable.length - duplicates;
  const refusedOtherwise = refused.length - withoutTime.length;
  const sentences = [
    `${published} readings of ${path} published as ${device} and acknowledged`,
    ...(unreadable.length > 0
      ? [`unreadable values among them, published unchanged: ${unreadable.length}`]
      : []),
    ...(refusedOtherwise > 0 ? [`${refusedOtherwise} lines of the file were refused`] : []),
    ...(withoutTime.length > 0
      ? [
          withoutTime.length === 1
            ? 'one row without a readable time was not published'
            : `${withoutTime.length} rows without a readable time were not published`,
        ]
      : []),
  ];
  return {
    output: `${sentences.join('; ')}.`,
    status: withoutTime.length > 0 ? exitStatus.unusableInput : 0,
  };
}
