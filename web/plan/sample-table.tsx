import type { ReactNode } from 'react';
import { planTexts } from '../texts/plan.ts';
import { useProfileChoices } from './limits-field.tsx';

const word = planTexts.many;

/** The headings that are read, and two lines as an example. Lots and waypoints are separated by semicolons. */
const headings = [
  'Number',
  'Goods',
  'Lots',
  'Label (SSCC)',
  'From',
  'To',
  'Waypoints',
  'Storage limits',
  'Planned departure',
  'Planned arrival',
  'Vehicle',
  'Carrier',
  "Carrier's phone",
  'Notify',
  'Escalate to',
];

/** A link to a table with the headings and two lines, to be filled in. */
export function SampleTable(): ReactNode {
  const limits = useProfileChoices().approved[0]?.name ?? '';
  const lines = [
    ['S-1001', 'Measles vaccine', 'A1; B2', '', 'Cambridge', 'Stansted', '', limits],
    ['S-1002', 'Insulin', 'C7', '', 'Cambridge', 'Harwich', 'Ipswich; Colchester', limits],
  ];
  const rest = [
    ['2027-03-01 08:00', '2027-03-01 12:00', 'CW 17', 'Example Carriers', '+44 1223 555010', '', ''],
    ['2027-03-01 09:30', '2027-03-01 16:00', '', '', '', '', ''],
  ];
  const rows = [headings, ...lines.map((line, index) => [...line, ...rest[index]!])];
  const csv = rows.map((row) => row.map(cell).join(',')).join('\r\n');
  return (
    <p>
      <a
        href={`data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${csv}\r\n`)}`}
        download={word.sampleName}
      >
        {word.sample}
      </a>
    </p>
  );
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
