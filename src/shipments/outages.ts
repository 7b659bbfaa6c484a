import type { Entry } from './ledger.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';
import { moment } from '../model/wording.ts';

/** The times in which a device was offline, as people were notified of them. */
export function outagesOf(entries: readonly Entry[], device: string, from: number, to: number): Diagnostic[] {
  const outages: Diagnostic[] = [];
  for (const { fact } of entries) {
    if (!('device' in fact) || fact.device !== device) continue;
    if (fact.kind === 'contact-lost' && fact.at >= from && fact.at <= to)
      outages.push({
        kind: 'contact-lost',
        subject: '',
        severity: 'minor',
        from: fact.at,
        to: null,
        sentence: `Nothing was heard of the sensor from ${moment(fact.at)} on.`,
      });
    const last = outages.at(-1);
    if (fact.kind === 'contact-restored' && last?.to === null)
      outages[outages.length - 1] = {
        ...last,
        to: fact.at,
        sentence: `Nothing was heard of the sensor from ${moment(last.from)} to ${moment(fact.at)}${fact.late == null ? '' : `; ${fact.late.readings} readings of that time came late`}.`,
      };
  }
  return outages;
}
