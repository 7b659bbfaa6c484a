import { plural } from './plural.ts';

/** Many shipments planned at once, from a table. */
export const manyTexts = {
  title: 'Plan many shipments',
  lead: 'One line per shipment, or one for each of its products and lots. All of them are planned, or none.',
  site: 'For site',
  zone: 'Time zone of times without one',
  drop: 'Drop a CSV or Excel file here, or',
  source: 'File',
  choose: 'Choose a file',
  paste: 'Or paste cells from a spreadsheet, with their headings',
  read: 'Read',
  sample: 'Download a sample file',
  sampleName: 'shipments.csv',
  pasted: 'The pasted table',
  another: 'Choose another table',
  tableLabel: 'Lines of the table',
  line: 'Line',
  fix: (n: number) =>
    `${plural(n, 'line needs', 'lines need')} attention. Correct the table, and read it again. Nothing has been planned.`,
  ready: (n: number) => `${n === 1 ? 'The shipment is' : `All ${n} shipments are`} ready.`,
  unanswered: 'The last attempt was not answered. Plan again: nothing is planned twice.',
  checking: 'Checking with the server…',
  notChecked: 'Could not check the lines with the server:',
  plan: (n: number) => `Plan ${plural(n, 'shipment', 'shipments')}`,
  planning: 'Planning…',
  planned: (n: number) => `${plural(n, 'shipment is', 'shipments are')} planned`,
  again: 'Plan more',
  addressBook: 'Address book',
  loggersLater: 'Next: attach loggers at each shipment.',
  tooLarge: 'The file is larger than 5 MB. Split it.',
} as const;
