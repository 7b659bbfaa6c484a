import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { claimKey } from '../../storage/idempotency-keys.ts';
import { required } from '../../runtime/require-env.ts';
import type { ClaimKey } from './http-api.ts';

/** Notes keys in the table that the environment names. */
export function claimKeyOfEnvironment(client: DynamoDBClient): ClaimKey {
  const requests = { client, table: required('REQUESTS_TABLE') };
  return (request) => claimKey(requests, request, Date.now());
}
