import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

const pack = 'NIST.800.53.R5';

/** Acknowledges findings of these rules of NIST 800-53 revision 5, each with its reason. */
export function acknowledge(construct: Construct, reasons: { readonly [rule: string]: string }): void {
  for (const [rule, reason] of Object.entries(reasons))
    Validations.of(construct).acknowledge({ id: `${pack}::${pack}-${rule}`, reason });
}
