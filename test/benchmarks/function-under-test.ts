let loaded = 0;

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The environment that the constructs would set: the given table names, by their content, and everything else. */
function environmentOf(tables: Readonly<Record<string, string>>): Record<string, string> {
  return {
    ...Object.fromEntries(
      Object.entries(tables).map(([name, table]) => [`${name.toUpperCase()}_TABLE`, table]),
    ),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    ALERTS_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:none',
    NOTIFICATIONS_QUEUE_URL: 'http://localhost/none.fifo',
    DELIVERIES_QUEUE_URL: 'http://localhost/none',
    ARCHIVE_STREAM: 'none',
    INGEST_QUEUE_URL: 'http://localhost/none',
    MARKER_DELAY_SECONDS: '155',
    UNARCHIVED_QUEUE_URL: 'http://localhost/none',
    ARCHIVE_BUCKET: 'none',
    TOPIC_ROOT: 'coldwatch',
  };
}

/** Sets the environment for functions that are loaded from now on. */
export function setEnvironment(tables: Readonly<Record<string, string>>): void {
  Object.assign(process.env, environmentOf(tables));
}

/** A function's handler, as the Lambda runtime calls it. */
export async function loadFunction(name: string): Promise<(event: unknown) => Promise<unknown>> {
  // A fresh module each time, so that it reads the current environment.
  const path = `../../functions/${name}.ts?${++loaded}`;
  const { handler } = (await import(path)) as { handler: Handler };
  return (event) => handler(event, context);
}

const context = {
  functionName: 'ingest-telemetry',
  awsRequestId: 'benchmark',
  getRemainingTimeInMillis: () => 30_000,
};

/** A device's message as the topic rule puts it on the queue. */
export function routedBody(thing: string, payload: string | Uint8Array, receivedAt: number): string {
  const encoded = Buffer.from(payload as string).toString('base64');
  return JSON.stringify({ payload: encoded, thing, kind: 'telemetry', receivedAt });
}

/** A device's message as the queue delivers it. */
export function queueRecord(thing: string, messageId: string, payload: string, receivedAt: number) {
  return handedOver(messageId, routedBody(thing, payload, receivedAt), receivedAt);
}

/** A message as the queue delivers it. */
export function handedOver(messageId: string, body: string, sentAt: number) {
  return {
    messageId,
    receiptHandle: 'none',
    body,
    attributes: { SentTimestamp: String(sentAt) },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:none',
    awsRegion: 'us-east-1',
  };
}
