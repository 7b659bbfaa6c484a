import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Database } from './tables.ts';
import { required } from '../runtime/require-env.ts';
import { keepOfEnvironment } from './archive-record.ts';

/** The same for functions that record: what they record is kept in the archive too. */
export function recordsOfEnvironment(): Database {
  return { ...databaseOfEnvironment(), keep: keepOfEnvironment() };
}

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
