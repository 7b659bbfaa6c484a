import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { claimKey } from '../../storage/idempotency-keys.ts';
import { requireEnv } from '../../runtime/require-env.ts';
import type { ClaimKey } from './http-api.ts';

/**
 * Makes a function that claims idempotency keys in the table that the environment names.
 * @throws {Error} when the variable is missing.
 */
export function claimKeyFromEnv(client: DynamoDBClient): ClaimKey {
  const requests = { client, table: requireEnv('REQUESTS_TABLE') };
  return (request) => claimKey(requests, request, Date.now());
}
