import { Stack } from 'aws-cdk-lib';
import type { ColdwatchFunction } from './coldwatch-function.ts';

/**
 * Grants what listing devices needs, and checking one before it is attached: whether a thing of a name exists, and how
 * long its certificates are valid. People ask for any name, and a certificate is named by its fingerprint, so the rights are for
 * all things and certificates of the account and region; none of these actions knows a condition.
 */
export function grantFindingThings(finder: ColdwatchFunction): void {
  const { partition, region, account } = Stack.of(finder);
  const all = (kind: string): string => `arn:${partition}:iot:${region}:${account}:${kind}/*`;
  finder.allow([all('thing')], ['iot:DescribeThing', 'iot:ListThingPrincipals']);
  finder.allow([all('cert')], ['iot:DescribeCertificate']);
  // The action lists all things or none; it knows no resource.
  finder.allow(['*'], ['iot:ListThings']);
  finder.acknowledge(
    'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    'The registry is listed as a whole; the action only reads it.',
  );
  for (const kind of ['thing', 'cert'])
    finder.acknowledge(
      `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iot:<AWS::Region>:<AWS::AccountId>:${kind}/*]`,
      'People check any device by its name; the actions only read the registry.',
    );
}
