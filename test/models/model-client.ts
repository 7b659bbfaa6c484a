import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Database } from '../../src/storage/tables.ts';
import type { TablesModel } from './tables-model.ts';

/** The model as the store knows a database: its tables by their own names. */
export function databaseOf(model: TablesModel): Database {
  const tables = Object.fromEntries(model.names.map((name) => [name, name])) as Database['tables'];
  return { client: modelClient(model), tables };
}

/** A client of the model, for who would else have one of the service. */
export function modelClient(model: TablesModel): DynamoDBClient {
  const send = async (command: { constructor: { name: string }; input: unknown }): Promise<unknown> =>
    model.answer(command.constructor.name, command.input).output;
  // Paginators ask whether a client is one.
  return Object.create(DynamoDBClient.prototype, {
    send: { value: send },
    destroy: { value: () => undefined },
  }) as DynamoDBClient;
}
