import { tableReader } from './table.ts';

/** Exports of a Meaco receiver: the readings of all its transmitters. */
export const meaco = tableReader(
  ({ beginning }) => /^"?RECEIVER"?,"?TRANSMITTER"?,"?DATE"?,"?TEMPERATURE"?(?:,|\s|$)/.test(beginning),
  { name: 'Meaco', recognisedBy: 'a heading that begins `RECEIVER,TRANSMITTER,DATE,TEMPERATURE`' },
);
