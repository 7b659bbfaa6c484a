import { challenging } from '../src/api/handlers/challenge-receipt.ts';
import { storageFromEnv } from '../src/api/handlers/downloads.ts';
import { readmissionSigning } from '../src/api/handlers/sign-readmission.ts';
import { receiptSigning } from '../src/api/handlers/sign-receipt.ts';
import { identityProviderFromEnv } from '../src/api/http/authenticate.ts';
import { claimKeyFromEnv } from '../src/api/http/claim-idempotency-key.ts';
import { httpApi } from '../src/api/http/http-api.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';

const database = recordsFromEnv();
const provider = identityProviderFromEnv();
const archive = storageFromEnv('ARCHIVE_BUCKET');
const challenges = { client: database.client, table: requireEnv('CHALLENGES_TABLE') };

/**
 * Freezes what a pharmacist signs, a decision or a re-admission of time, and records the signature. No other function accepts an ID token.
 */
export const handler = httpApi(
  'api-sign',
  provider,
  {
    ...challenging(database, archive, challenges),
    ...receiptSigning(database, archive, challenges, provider),
    ...readmissionSigning(database, archive, challenges, provider),
  },
  claimKeyFromEnv(database.client),
);
