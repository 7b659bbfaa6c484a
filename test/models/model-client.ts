import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Database } from '../../src/storage/tables.ts';
import type { TablesModel } from './tables-model.ts';

/** The model as a database of the store, with its tables by name. */
export function databaseOf(model: TablesModel): Database {
  const tables = Object.fromEntries(model.names.map((name) => [name, name])) as Database['tables'];
  return { client: modelClient(model), tables };
}

/** A client of the model, for code that expects one of DynamoDB. */
export function modelClient(model: TablesModel): DynamoDBClient {
  const send = async (command: { constructor: { name: string }; input: unknown }): Promise<unknown> =>
    model.answer(command.constructor.name, command.input).output;
  // The SDK's paginators check that the client is an instance of its class.
  return Object.create(DynamoDBClient.prototype, {
    send: { value: send },
    destroy: { value: () => undefined },
  }) as DynamoDBClient;
}
