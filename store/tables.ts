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

/** Where records are kept. */
export type Database = { readonly client: DynamoDBClient; readonly tables: Tables };
