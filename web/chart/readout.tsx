import type { ReactNode } from 'react';
import { useFormats } from '../session/preferences.tsx';
import { type ChartData, isShort } from './chart-data.ts';
import { readingAt } from './line.ts';
import { type Together, useShared } from './shared.ts';

/** Shows the readings at the cursor. */
export function Readout({
  data,
  together,
  isSpoken,
}: {
  data: ChartData;
  together: Together;
  /** Whether changes are announced; a pointer moves too fast for that. */
  isSpoken: boolean;
}): ReactNode {
  const formats = useFormats();
  const at = useShared(together.cursor);
  if (at === null) return <span className="readout" />;
  const said = data.lines.map((line) => {
    const reading = readingAt(line, at);
    const value = reading === null ? '–' : `${formats.number(reading.value)} ${formats.unitOf(data.channel)}`;
    return data.lines.length > 1 ? `${line.device} ${value}` : value;
  });
  return (
    <span className="readout" aria-live={isSpoken ? 'polite' : 'off'}>
      {formats.moment(at, isShort(data.extent))}: <b>{said.join(', ')}</b>
    </span>
  );
}
