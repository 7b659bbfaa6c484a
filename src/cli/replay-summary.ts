import { exitStatus } from './exit-status.ts';
import type { Input } from '../evaluation/record-of-files.ts';

/**
 * Summarizes what was published of the files and what was not. The exit status is 65 if rows could not be published.
 */
export function replaySummary(
  device: string,
  { files, withoutTime }: Pick<Input, 'files' | 'withoutTime'>,
): { output: string; status: number } {
  const sum = (count: (file: Input['files'][number]) => number): number =>
    files.reduce((total, file) => total + count(file), 0);
  const unreadable = sum((file) => file.unreadable.length);
  const published = sum(({ readings, duplicates }) => readings - duplicates) + unreadable;
  const refusedOtherwise = sum(({ refused }) => refused.length) - withoutTime.length;
  const source = files.length === 1 ? files[0]!.name : `${files.length} files`;
  const sentences = [
    `${published} readings of ${source} published as ${device} and acknowledged`,
    ...(unreadable > 0 ? [`unreadable values among them, published unchanged: ${unreadable}`] : []),
    ...(refusedOtherwise > 0 ? [`${refusedOtherwise} lines were refused`] : []),
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
