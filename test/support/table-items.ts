import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Database } from '../../src/storage/tables.ts';

/** A request to the tables. */
export type Command = {
  readonly constructor: { readonly name: string };
  readonly input: Record<string, unknown>;
};
/** An attribute in comparable form: bytes as base64. */
type Shown = { readonly [type: string]: string };

/** Returns the stored items of a table whose attribute equals this text, sorted by their JSON. */
export async function itemsOf(
  { client }: Database,
  table: string,
  name: string,
  text: string,
): Promise<Record<string, Shown>[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
  return Items.filter((item) => item[name]?.S === text)
    .map((item) =>
      Object.fromEntries(
        Object.entries(item).map(([attribute, { B, ...other }]): [string, Shown] => [
          attribute,
          B === undefined ? (other as unknown as Shown) : { B: Buffer.from(B).toString('base64') },
        ]),
      ),
    )
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** Returns a database whose requests all go through `answer`, which may forward them. */
export function answeredBy(
  database: Database,
  answer: (command: Command, send: () => Promise<unknown>) => Promise<unknown>,
): Database {
  const send = (command: Command): Promise<unknown> =>
    answer(command, () => database.client.send(command as never));
  const client = Object.create(database.client, { send: { value: send } }) as DynamoDBClient;
  return { ...database, client };
}

/** Returns a database and a list of the commands sent to it, each with its table. */
export function listened(database: Database): { readonly database: Database; readonly sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    database: answeredBy(database, async ({ constructor: { name }, input }, send) => {
      sent.push(`${name.replace('Command', '')} ${String(input['TableName'])}`);
      return send();
    }),
  };
}

/** Returns a database that cannot be reached. */
export function away(database: Database): Database {
  return answeredBy(database, async () => {
    throw new Error('the database is away');
  });
}
