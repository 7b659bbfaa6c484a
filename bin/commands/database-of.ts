import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RunningCloud } from '../../local/cloud.ts';
import type { Database } from '../../store/tables.ts';

/** The tables of a local run. */
export function databaseOf({
  endpoints,
  resources,
}: Pick<RunningCloud, 'endpoints' | 'resources'>): Database {
  const table = (name: string): string => {
    const [, reference] =
      Object.entries(resources).find(([logicalId]) => logicalId.startsWith(`Records${name}`)) ?? [];
    if (reference === undefined) throw new Error(`the local run has no table ${name}`);
    return reference;
  };
  return {
    client: new DynamoDBClient({
      endpoint: endpoints['AWS_ENDPOINT_URL_DYNAMODB'],
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
    tables: {
      devices: table('Devices'),
      journal: table('Journal'),
      ledger: table('Ledger'),
      shipments: table('Shipments'),
      profiles: table('Profiles'),
      rejected: table('Rejected'),
    },
  };
}
