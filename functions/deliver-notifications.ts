import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { composerFrom } from '../src/notifications/deliver/compose-for.ts';
import { deliver } from '../src/notifications/deliver/deliverer.ts';
import type { Delivery } from '../src/notifications/deliver/delivery.ts';
import { readDeliveryRequest } from '../src/notifications/deliver/read-delivery-request.ts';
import { mailSender } from '../src/notifications/send/send-mail.ts';
import { postWebhook } from '../src/notifications/send/post-webhook.ts';
import { smsSender } from '../src/notifications/send/send-sms.ts';
import { mailFromEnv } from '../src/runtime/mail-from-env.ts';
import { queueBatch } from '../src/runtime/queue-batch.ts';
import { queueSender } from '../src/runtime/queue-sender.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { databaseFromEnv } from '../src/storage/database-from-env.ts';

const database = databaseFromEnv();
const from = mailFromEnv();
const requests = queueSender(requireEnv('DELIVERIES_QUEUE_URL'));
const delivery: Delivery = {
  database,
  recipients: { client: new DynamoDBClient({}), table: requireEnv('RECIPIENTS_TABLE') },
  senders: {
    mail: from === null ? null : mailSender(new SESv2Client({}), from),
    sms: smsSender(new SNSClient({})),
    webhook: postWebhook,
  },
  compose: composerFrom(database),
  request: (request) => requests(JSON.stringify(request)),
  pageAddress: requireEnv('PAGE_ADDRESS'),
};

/**
 * Sends notifications to single recipients, in their own words and zone. `notify` decides what people are told; this
 * function only delivers it: one message to one recipient for each message of its queue.
 */
export const handler = queueBatch(
  (records) =>
    new Map(records.map((record) => [record, deliver(delivery, readDeliveryRequest(record.body))])),
);
