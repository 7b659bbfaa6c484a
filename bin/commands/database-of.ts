import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Cloud } from '../../local/cloud.ts';
import { NotLocal } from '../../local/template.ts';
import type { Database } from '../../store/tables.ts';

/** The tables of a local run. */
export function databaseOf({ template, endpoints }: Cloud): Database {
  const table = (name: string): string => {
    const resource = template.resources.find(
      ({ type, logicalId }) => type === 'AWS::DynamoDB::Table' && logicalId.startsWith(`Records${name}`),
    );
    if (resource === undefined) throw new NotLocal(`the template has no table ${name}`);
    return template.refOf(resource);
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
