import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The tables by their names in the account. */
export type Tables = {
  readonly devices: string;
  readonly journal: string;
  readonly ledger: string;
  readonly shipments: string;
  readonly profiles: string;
  readonly rejected: string;
};

/**
 * Keeps a record a second time, in the archive. False where that failed: whoever meets the record next keeps it.
 * What is kept again under the same name is the same.
 */
export type ArchiveRecord = (name: string, content: string) => Promise<boolean>;

/** Where records are kept. Without `archiveRecord` they are left to who has one. */
export type Database = {
  readonly client: DynamoDBClient;
  readonly tables: Tables;
  readonly archiveRecord?: ArchiveRecord;
};
