import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Packs whose rules have the same names. */
const packs = ['HIPAA.Security', 'NIST.800.53.R5'];

/** Says why a finding of these rules, in both packs that know it, is as it should be. */
export function acknowledge(construct: Construct, reasons: { readonly [rule: string]: string }): void {
  for (const [rule, reason] of Object.entries(reasons))
    for (const pack of packs)
      Validations.of(construct).acknowledge({ id: `${pack}::${pack}-${rule}`, reason });
}
