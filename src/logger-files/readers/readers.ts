import type { Format } from '../formats.ts';
import { androsensor } from './androsensor.ts';
import { berlinger } from './berlinger.ts';
import { csv } from './csv.ts';
import { json, senml } from './json.ts';
import type { Reader } from './reader.ts';
import { table } from './table.ts';

/** The reader of each format: a file in this folder and a line here each. The first that recognises a file reads it. */
export const readers: Readonly<Record<Format, Reader>> = { senml, json, androsensor, berlinger, csv, table };
