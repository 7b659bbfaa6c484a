import { type ReactNode, useMemo } from 'react';
import type { AttachedFile } from '../../src/model/attached-file.ts';
import { Charts } from '../chart/charts.tsx';
import { lineOf } from '../chart/line.ts';
import { useFormats } from '../session/preferences.tsx';
import { filesTexts } from '../texts/files.ts';

/** The values of a file that is not attached yet, as it is read so far. */
export default function FileChart({
  name,
  chart: { channel, points },
  isInOwnUnit,
}: {
  name: string;
  chart: NonNullable<AttachedFile['chart']>;
  /** Whether the unit of the values is still open. */
  isInOwnUnit: boolean;
}): ReactNode {
  const { degrees } = useFormats();
  const charts = useMemo(() => {
    const isTemperature = channel === 'temperature' && !isInOwnUnit;
    const line = lineOf(name, points, { gaps: [], maxGapMs: Infinity }, (value) =>
      isTemperature ? degrees(value) : value,
    );
    const [from, to] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
    return [
      {
        channel: isInOwnUnit ? filesTexts.files.valuesInFile : channel,
        lines: [line],
        extent: { from, to: Math.max(to, from + 60_000) },
        excursions: [],
        gaps: [],
        late: [],
        limits: [],
        journey: null,
      },
    ];
  }, [name, channel, points, isInOwnUnit, degrees]);
  return points.length < 2 ? null : <Charts charts={charts} />;
}
