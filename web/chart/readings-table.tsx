import { type ReactNode, useState } from 'react';
import { usePreferences } from '../session/preferences.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { texts } from '../texts.ts';
import { type ChartData, isShort } from './chart-data.ts';
import { drawn, firstFrom } from './line.ts';
import { type Together, useShared } from './shared.ts';

/** Maximum rows per sensor; nobody would read more, and the CSV contains everything. */
const columns = 40;

/** A chart's data as a table, for people who prefer reading or use a screen reader. */
export function ReadingsTable({ data, together }: { data: ChartData; together: Together }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="table-behind" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{texts.chart.table}</summary>
      {isOpen && <Table data={data} together={together} />}
    </details>
  );
}

function Table({ data, together }: { data: ChartData; together: Together }): ReactNode {
  const { formats } = usePreferences();
  const { from, to } = useShared(together.range) ?? data.extent;
  return data.lines.map((line) => {
    const [times, values] = drawn(line, { from, to }, columns);
    const all = firstFrom(line.times, to + 1) - firstFrom(line.times, from);
    const rows = times
      .map((at, index) => ({ at, value: values[index]! }))
      .filter(({ at, value }) => value === null || (at >= from && at <= to));
    const readings = rows.filter(({ value }) => value !== null).length;
    return (
      <Scroll key={line.device} label={`${line.device}, ${data.channel}`}>
        <table>
          <caption>
            {line.device}: {texts.chart.tableNote(readings, all)}
          </caption>
          <thead>
            <tr>
              <th scope="col">{texts.chart.time(formats.zone)}</th>
              <th scope="col">
                {texts.chart.channels[data.channel] ?? data.channel}, {formats.unitOf(data.channel)}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ at, value }) => (
              <tr key={at}>
                <td>{(isShort(data.extent) ? formats.exactMoment : formats.shortMoment)(at)}</td>
                <td className="number">{value === null ? texts.chart.gap : formats.number(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    );
  });
}
