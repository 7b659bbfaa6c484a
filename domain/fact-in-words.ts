import type { Fact } from './fact.ts';
import { meaningOf } from './receipt/decision.ts';

/** What a fact says, in a few words: the rule or the finding where there is one, and whose it is. */
export function factInWords(fact: Fact): string {
  if (fact.kind === 'receipt-signed')
    return `receipt signed by ${fact.signature.signer.name}: ${meaningOf(fact)}`;
  const what =
    'excursion' in fact
      ? ` ${fact.excursion.rule}`
      : 'finding' in fact
        ? ` ${fact.finding.kind}`
        : 'rule' in fact
          ? ` ${fact.rule}`
          : fact.kind === 'release-contradicted'
            ? `: ${fact.recommendation} recommended`
            : '';
  return `${fact.kind.replaceAll('-', ' ')}${what}${'device' in fact && fact.device !== '' ? ` (${fact.device})` : ''}`;
}
