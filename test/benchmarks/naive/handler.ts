import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

// A cold-chain monitor as tutorials build it, for comparison: a rule per channel calls the function with each value.
// The function reads the profile, stores the reading, adds up the time outside as values arrive, and publishes bad
// values.

const client = new DynamoDBClient({});
const sns = new SNSClient({});

/** What a topic rule passes on: one value of one channel. */
export type NaiveEvent = {
  readonly device: string;
  readonly channel: 'temperature' | 'pressure' | 'location';
  readonly time: number;
  readonly value: number;
};

export async function handler({ device, channel, time, value }: NaiveEvent): Promise<void> {
  const { Item: profile } = await client.send(
    new GetItemCommand({
      TableName: process.env['PROFILES_TABLE']!,
      Key: { profileId: { S: 'naive' }, version: { N: '1' } },
    }),
  );
  await client.send(
    new PutItemCommand({
      TableName: process.env['JOURNAL_TABLE']!,
      Item: {
        deviceId: { S: device },
        segment: { S: `${channel}#${Date.now()}#${time}` },
        value: { N: String(value) },
      },
    }),
  );
  const limit = Number(profile?.['maximum']?.N);
  if (channel !== 'temperature' || value <= limit) return;
  await client.send(
    new UpdateItemCommand({
      TableName: process.env['DEVICES_TABLE']!,
      Key: { deviceId: { S: device } },
      UpdateExpression: 'SET minutesOutside = if_not_exists(minutesOutside, :zero) + :interval',
      ExpressionAttributeValues: { ':zero': { N: '0' }, ':interval': { N: '10' } },
    }),
  );
  await sns.send(
    new PublishCommand({
      TopicArn: process.env['ALERTS_TOPIC_ARN']!,
      Message: `${device}: ${value} °C is above ${limit} °C`,
    }),
  );
}
