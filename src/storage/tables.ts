import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The names of the tables in the account. */
type Tables = {
  readonly devices: string;
  readonly journal: string;
  readonly ledger: string;
  readonly shipments: string;
  readonly profiles: string;
  readonly rejected: string;
  readonly sources: string;
  readonly search: string;
  readonly audit: string;
  readonly insights: string;
};

/**
 * Writes a record to the archive as well. False where that failed; whoever processes the record next archives it.
 * Writing a record again under the same name makes no difference.
 */
export type ArchiveRecord = (name: string, content: string) => Promise<boolean>;

/** Where records are stored. Without `archiveRecord`, archiving is left to a function that has it. */
export type Database = {
  readonly client: DynamoDBClient;
  readonly tables: Tables;
  readonly archiveRecord?: ArchiveRecord;
};
