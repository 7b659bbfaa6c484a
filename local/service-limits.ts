/** A limit of a service, and the page on which AWS writes it. */
export type ServiceLimit<Value> = { readonly limit: Value; readonly source: string };

const docs = 'https://docs.aws.amazon.com';
const queueMessages = `${docs}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html`;
const queues = `${docs}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html`;
const mappings = `${docs}/lambda/latest/dg/services-sqs-parameters.html`;
const functions = `${docs}/lambda/latest/dg/gettingstarted-limits.html`;
const asynchronous = `${docs}/lambda/latest/dg/invocation-async-error-handling.html`;
const filterPolicies = `${docs}/sns/latest/dg/subscription-filter-policy-constraints.html`;
const tables = `${docs}/amazondynamodb/latest/developerguide/Constraints.html`;
const things = `${docs}/general/latest/gr/iot-core.html`;
const roles = `${docs}/IAM/latest/UserGuide/reference_iam-quotas.html`;

/**
 * What the services refuse, delay and repeat. The local run and the models of the simulation take every such number from
 * here; the product knows its own, so that it is held against these. Names have a table of their own, `service-names.ts`.
 *
 * What only one of the two enforces, and why:
 * - `queueInFlightMessages`: the model of a standard queue. Two pollers of the local run never hold so many, and of a FIFO
 *   queue with one group ten are out at most.
 * - `queueReceivedMessages`: the model, and the embedded queue by itself.
 * - `queueDelaySeconds`: the model at each message; the local run at its start, for the delay that functions are told.
 * - `batchMessages` to `mostConcurrentBatches`: the local run, from the template. The simulation has the batches of our
 *   own mappings, written there.
 * - `mailsOfSecond` counts what is published, by either: how SNS spreads deliveries over a second is not documented. That
 *   it deletes a suspended subscription after 48 hours, neither does: who is suspended hears nothing more.
 * - `functionsAtOnce`, `throttledEventMs`: the local run. In the simulation a handful of functions run at once.
 * - `filterPoliciesOfAccount`: either, of the one topic that people subscribe to, whose own limit is reached before it.
 * - `gatewayAnswerMs`: the local run. In the simulation a function ends with its own time-out, which is shorter.
 * - `cachedErrors`, `cachedErrorMs`: the local run. The simulation asks by POST only, which is not cached.
 * - `publishedTopicBytes` to `publishesOfSecond`: the local run. In the simulation messages begin with what the topic
 *   rules take, of which `publishedBytes` is enforced.
 * - `expressionBytes`: the model. The engine of the local run takes longer ones.
 * - `rolePolicyCharacters` to `functionPolicyBytes`, and names: the local run, before it starts. The simulation has no
 *   policies.
 */
export const serviceLimits = {
  // SQS. An event source mapping gathers batches from a queue; what it has gathered is in flight.
  queueMessageBytes: { limit: 1_048_576, source: queueMessages },
  queueDelaySeconds: { limit: 900, source: queueMessages },
  /** Messages that one request receives. */
  queueReceivedMessages: { limit: 10, source: queueMessages },
  /** Beyond it nothing more is handed over. */
  queueInFlightMessages: { limit: 120_000, source: queues },
  fifoDeduplicationMs: {
    limit: 300_000,
    source: `${docs}/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html`,
  },
  batchMessages: { limit: 10_000, source: mappings },
  /** Of a queue that keeps an order, and of a mapping without a window. */
  batchMessagesWithoutWindow: { limit: 10, source: mappings },
  /** A queue that keeps an order has no window. */
  batchingWindowSeconds: {
    limit: 300,
    source: `${docs}/lambda/latest/api/API_CreateEventSourceMapping.html`,
  },
  fewestConcurrentBatches: { limit: 2, source: `${docs}/lambda/latest/api/API_ScalingConfig.html` },
  mostConcurrentBatches: { limit: 1000, source: `${docs}/lambda/latest/api/API_ScalingConfig.html` },

  // Lambda.
  /** What a function takes and what it answers, each: as JSON, with all that is around a body. */
  functionPayloadBytes: { limit: 6_291_456, source: functions },
  /** Of all functions of an account that has been in use for a while. */
  functionsAtOnce: { limit: 1000, source: functions },
  /** A function that was started without waiting for its answer is run again after so long, each time that it fails. */
  asynchronousRetriesMs: { limit: [60_000, 120_000], source: asynchronous },
  /** An event that is older is dropped, where the function does not say earlier. */
  asynchronousEventMs: { limit: 21_600_000, source: asynchronous },
  /** Where it was throttled it is run again after so long; each wait is twice the one before, up to the second. */
  throttledEventMs: { limit: [1000, 300_000], source: asynchronous },

  // SNS.
  /** Over all forms of a message and its attributes. */
  publicationBytes: { limit: 262_144, source: `${docs}/sns/latest/dg/large-message-payloads.html` },
  /** Fewer than 100, without line breaks and control characters. */
  subjectCharacters: { limit: 99, source: `${docs}/sns/latest/api/API_Publish.html` },
  /** Above it a mail subscription waits for confirmation again, and is deleted after 48 hours. */
  mailsOfSecond: { limit: 10, source: `${docs}/sns/latest/dg/sns-email-notifications.html` },
  /** Those of an account as it begins. */
  filterPoliciesOfTopic: { limit: 200, source: filterPolicies },
  filterPoliciesOfAccount: { limit: 10_000, source: filterPolicies },
  filterPolicyKeys: { limit: 5, source: filterPolicies },
  /** The number of values of each key, multiplied. */
  filterPolicyCombinations: { limit: 150, source: filterPolicies },
  filterPolicyBytes: { limit: 262_144, source: filterPolicies },
  /** Until then a subscription hears what it would hear without it. */
  filterPolicyActsAfterMs: { limit: 900_000, source: `${docs}/sns/latest/dg/sns-message-filtering.html` },

  // API Gateway and, before it, CloudFront.
  gatewayAnswerMs: { limit: 30_000, source: `${docs}/apigateway/latest/developerguide/http-api-quotas.html` },
  /** The content network's, never the person's; here one of those that nobody has (RFC 5737). */
  gatewayPeer: {
    limit: '192.0.2.1',
    source: `${docs}/apigateway/latest/developerguide/http-api-logging-variables.html`,
  },
  /** What CloudFront answers from its cache, also of what it is told to cache nothing of. */
  cachedErrors: {
    limit: [400, 403, 404, 405, 414, 500, 501, 502, 503, 504],
    source: `${docs}/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html`,
  },
  /** Of these it does not where the answer says no-cache, no-store or private. */
  cachedErrorsUnlessForbidden: {
    limit: [404, 410, 414, 501],
    source: `${docs}/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html`,
  },
  /** Where a distribution names no other time. */
  cachedErrorMs: {
    limit: 10_000,
    source: `${docs}/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html`,
  },

  // IoT Core. One who sends more in a message is disconnected.
  publishedBytes: { limit: 131_072, source: things },
  /** Without what Basic Ingest has before a topic; so are the slashes. */
  publishedTopicBytes: { limit: 256, source: things },
  publishedTopicSlashes: { limit: 7, source: things },
  clientIdBytes: { limit: 128, source: things },
  /** Letters, digits, ":", "_" and "-". */
  thingNameCharacters: { limit: 128, source: `${docs}/iot/latest/apireference/API_CreateThing.html` },
  /** Of one connection. What is beyond it is dropped and not acknowledged. */
  publishesOfSecond: { limit: 100, source: things },

  // DynamoDB and Firehose.
  itemBytes: { limit: 409_600, source: tables },
  hashKeyBytes: { limit: 2048, source: tables },
  rangeKeyBytes: { limit: 1024, source: tables },
  /** Of a query or a scan: where an item passes it, the rest comes with the next page. */
  pageBytes: {
    limit: 1_048_576,
    source: `${docs}/amazondynamodb/latest/developerguide/Query.Pagination.html`,
  },
  batchedKeys: { limit: 100, source: tables },
  expressionBytes: { limit: 4096, source: tables },
  streamRecordBytes: { limit: 1_024_000, source: `${docs}/firehose/latest/dev/limits.html` },

  // Policies. Characters are those that are not white space.
  rolePolicyCharacters: { limit: 10_240, source: roles },
  trustPolicyCharacters: { limit: 2048, source: roles },
  thingPolicyCharacters: { limit: 2048, source: things },
  queuePolicyBytes: {
    limit: 8192,
    source: `${docs}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html`,
  },
  topicPolicyBytes: {
    limit: 30_720,
    source: `${docs}/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html`,
  },
  bucketPolicyBytes: { limit: 20_480, source: `${docs}/AmazonS3/latest/userguide/bucket-policies.html` },
  keyPolicyBytes: { limit: 32_768, source: `${docs}/kms/latest/developerguide/resource-limits.html` },
  /** Over every permission that others have to call the function. */
  functionPolicyBytes: { limit: 20_480, source: functions },
} as const satisfies Readonly<Record<string, ServiceLimit<unknown>>>;
