import type { ReactNode } from 'react';
import { manyTexts as word } from '../texts/plan-many.ts';
import { useProfileChoices } from './limits-field.tsx';

/**
 * Every heading that is read but those of the limits around the goods and of the site, and four lines as an example: two
 * shipments of one product, and one of two.
 * Several names in a cell are separated by semicolons.
 */
const headings = [
  'number',
  'goods',
  'lots',
  'gtin',
  'quantity',
  'expiry',
  'label',
  'from',
  'to',
  'via',
  'limits',
  'departs',
  'arrives',
  'vehicle',
  'packaging',
  'carrier',
  'told',
  'escalation',
];

/** A link to a table with the headings and two lines, to be filled in. */
export function SampleTable(): ReactNode {
  const limits = useProfileChoices().approved[0]?.value ?? '';
  const [first, second] = ['2027-03-01 08:00', '2027-03-01 12:00'];
  const rows = [
    headings,
    [
      'S-1001',
      'Measles vaccine',
      'A1; B2',
      '',
      '',
      '',
      '',
      'Cambridge',
      'Stansted',
      '',
      limits,
      first,
      second,
    ],
    [
      'S-1002',
      'Insulin',
      'C7',
      '',
      '',
      '',
      '',
      'Cambridge',
      'Harwich',
      'Ipswich; Colchester',
      limits,
      first,
      second,
    ],
    ['S-1003', 'Vaccine A', 'D1', '09506000134352', '120', '2027-09-30', '', 'Cambridge', 'Ely', '', limits],
    ['S-1003', 'Insulin', 'E5', '', '40', '2027-12-31', '', '', '', '', limits],
  ];
  const csv = rows.map((row) => headings.map((_, column) => row[column] ?? '').join(',')).join('\r\n');
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
