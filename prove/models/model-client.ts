import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TablesModel } from './tables-model.ts';

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
