import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Database } from '../../store/tables.ts';
import { required } from './environment.ts';

/** The tables that the construct of a function has named in its environment. */
export function databaseOfEnvironment(): Database {
  return {
    client: new DynamoDBClient({}),
    tables: {
      devices: required('DEVICES_TABLE'),
      journal: required('JOURNAL_TABLE'),
      ledger: required('LEDGER_TABLE'),
      shipments: required('SHIPMENTS_TABLE'),
      profiles: required('PROFILES_TABLE'),
      rejected: required('REJECTED_TABLE'),
    },
  };
}
