import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Database } from './tables.ts';
import { requireEnv } from '../runtime/require-env.ts';
import { archiveRecordFromEnv } from './archive-record.ts';

/** The database for functions that record entries, which also go to the archive. */
export function recordsFromEnv(): Database {
  return { ...databaseFromEnv(), archiveRecord: archiveRecordFromEnv() };
}

/** The tables named in the function's environment. */
export function databaseFromEnv(): Database {
  return {
    client: new DynamoDBClient({}),
    tables: {
      devices: requireEnv('DEVICES_TABLE'),
      journal: requireEnv('JOURNAL_TABLE'),
      ledger: requireEnv('LEDGER_TABLE'),
      shipments: requireEnv('SHIPMENTS_TABLE'),
      profiles: requireEnv('PROFILES_TABLE'),
      rejected: requireEnv('REJECTED_TABLE'),
      sources: requireEnv('SOURCES_TABLE'),
      search: requireEnv('SEARCH_TABLE'),
      audit: requireEnv('AUDIT_TABLE'),
      insights: requireEnv('INSIGHTS_TABLE'),
    },
  };
}
