import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The files of `domain/` that decode, order, classify and judge readings. */
const ofDomain = [
  'advance',
  'channel-in-time',
  'classify',
  'contested-declarations',
  'coverage',
  'device-state',
  'disagreement',
  'excursion',
  'fault-codes',
  'find',
  'inferred-journey',
  'integral',
  'judge',
  'leap',
  'limit',
  'limit-fold',
  'mean-kinetic-temperature',
  'message-readings',
  'messages-not-understood',
  'new-moments',
  'off-scale',
  'outlying-readings',
  'proposed-span',
  'quiet',
  'quiet-until',
  'rate',
  'rounding',
  'rule-in-time',
  'samples',
  'series',
  'shipment-verdict',
  'span',
  'terms',
  'timeline',
  'unjudged-readings',
  'unwatched',
  'verdict',
  'vial-monitor',
  'worst-case',
];

/** Folders of which every file decodes or judges. */
const folders = ['domain/checks', 'domain/signals', 'contract/payload', 'contract/log-file'];

/** Every file of which mutants are made, from the root of the project, in one order. */
export function judgingCode(): string[] {
  return [
    ...ofDomain.map((name) => `domain/${name}.ts`),
    ...folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)),
  ].toSorted();
}
