import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type PeopleDesk, peopleManagement } from '../src/api/handlers/manage-people.ts';
import { accessReview } from '../src/api/handlers/review-access.ts';
import { identityProviderFromEnv } from '../src/api/http/authenticate.ts';
import { claimKeyFromEnv } from '../src/api/http/claim-idempotency-key.ts';
import { httpApi } from '../src/api/http/http-api.ts';
import { userPoolOf } from '../src/people/user-pool.ts';
import { requireEnv } from '../src/runtime/require-env.ts';

const client = new DynamoDBClient({});
const desk: PeopleDesk = {
  // Throttled requests are repeated by the client, with growing pauses.
  pool: userPoolOf(new CognitoIdentityProviderClient({ maxAttempts: 5 }), requireEnv('USER_POOL_ID')),
  sites: JSON.parse(requireEnv('SITES')) as string[],
  audit: { client, table: requireEnv('AUDIT_TABLE') },
  recipients: { client, table: requireEnv('RECIPIENTS_TABLE') },
};

/** Lists, invites, changes and removes people, whose own alerts follow, and records reviews of who may what. It reads no shipment. */
export const handler = httpApi(
  'api-people',
  identityProviderFromEnv(),
  { ...peopleManagement(desk), ...accessReview(desk) },
  claimKeyFromEnv(client),
);
