import type { Format } from '../formats.ts';
import { androsensor } from './androsensor.ts';
import { berlinger } from './berlinger.ts';
import { csv } from './csv.ts';
import { efento } from './efento.ts';
import { electricblue } from './electricblue.ts';
import { elitech } from './elitech.ts';
import { json, senml } from './json.ts';
import { maximIbutton } from './maxim-ibutton.ts';
import { meaco } from './meaco.ts';
import { onsetHobo } from './onset-hobo.ts';
import type { Reader } from './reader.ts';
import { rotronic } from './rotronic.ts';
import { tAndD } from './t-and-d.ts';
import { table } from './table.ts';
import { tinytag } from './tinytag.ts';
import { tomst } from './tomst.ts';
import { trendBms } from './trend-bms.ts';

/** The reader of each format: a file in this folder and a line here each. The first that recognises a file reads it. */
export const readers: Readonly<Record<Format, Reader>> = {
  senml,
  json,
  androsensor,
  berlinger,
  csv,
  efento,
  electricblue,
  elitech,
  'maxim-ibutton': maximIbutton,
  meaco,
  'onset-hobo': onsetHobo,
  rotronic,
  't-and-d': tAndD,
  tinytag,
  tomst,
  'trend-bms': trendBms,
  // Recognises every text.
  table,
};
