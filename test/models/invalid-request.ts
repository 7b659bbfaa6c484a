import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';

/** What DynamoDB says of a request that it cannot take. */
export class InvalidRequest extends DynamoDBServiceException {
  constructor(message: string) {
    super({ name: 'ValidationException', $fault: 'client', message, $metadata: {} });
  }
}
