import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';

/** DynamoDB's error for an invalid request. */
export class InvalidRequest extends DynamoDBServiceException {
  constructor(message: string) {
    super({ name: 'ValidationException', $fault: 'client', message, $metadata: {} });
  }
}
