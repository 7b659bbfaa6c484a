import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * What remains for the stack's name of the 63 characters of a bucket's name: the account has 12, a region at most 14.
 */
const mostCharacters = 63 - '-files'.length - 1 - 12 - 1 - 14;

/**
 * The name of the bucket that the page uploads files to. The bucket admits the page's address, and the page's headers
 * name the bucket's; a generated name would make each wait for the other. Names of buckets are lower-case and unique in
 * the world, so this one has the account and the region; a long stack name is shortened by its hash:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function uploadsBucketName(scope: Construct): string {
  const { stackName, account, region } = Stack.of(scope);
  const name = stackName.toLowerCase();
  const hash = createHash('sha256').update(stackName).digest('hex').slice(0, 8);
  const short = name.length <= mostCharacters ? name : `${name.slice(0, mostCharacters - 9)}-${hash}`;
  return `${short}-files-${account}-${region}`;
}

/** The origin to which a browser sends what it uploads. */
export function uploadsOrigin(scope: Construct): string {
  const { region, urlSuffix } = Stack.of(scope);
  return `https://${uploadsBucketName(scope)}.s3.${region}.${urlSuffix}`;
}
