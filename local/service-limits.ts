/** A limit of a service, with the URL of the AWS page that documents it. */
type ServiceLimit<Value> = { readonly limit: Value; readonly source: string };

const docs = 'https://docs.aws.amazon.com';
const queueMessages = `${docs}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html`;
const queues = `${docs}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html`;
const mappings = `${docs}/lambda/latest/dg/services-sqs-parameters.html`;
const functions = `${docs}/lambda/latest/dg/gettingstarted-limits.html`;
const asynchronous = `${docs}/lambda/latest/dg/invocation-async-error-handling.html`;
const filterPolicies = `${docs}/sns/latest/dg/subscription-filter-policy-constraints.html`;
const tables = `${docs}/amazondynamodb/latest/developerguide/Constraints.html`;
const transactions = `${docs}/amazondynamodb/latest/APIReference/API_TransactWriteItems.html`;
const things = `${docs}/general/latest/gr/iot-core.html`;
const mails = `${docs}/ses/latest/dg/quotas.html`;
const sandbox = `${docs}/ses/latest/dg/request-production-access.html`;
const identity = `${docs}/cognito/latest/developerguide/quotas.html`;
const roles = `${docs}/IAM/latest/UserGuide/reference_iam-quotas.html`;

/**
 * What the services refuse, delay and repeat. The local run and the models of the simulation take every such number
 * from here. The product has its own copy, which is checked against these. The rules for names are in
 * `service-names.ts`.
 *
 * Limits that only one of the two enforces, with the reason:
 * - `queueInFlightMessages`: the model of a standard queue. Two pollers of the local run never have that many messages,
 *   and a FIFO queue with one group has at most ten in flight.
 * - `queueReceivedMessages`: the model. The embedded queue enforces it by itself.
 * - `queueDelaySeconds`: the model for each message; the local run once at its start, for the delays in the functions'
 *   environment.
 * - `batchMessages` to `mostConcurrentBatches`: the local run, from the template. The simulation hard-codes the batches
 *   of our own mappings.
 * - `mailsOfSecond`: both count what is published, because it is not documented how SNS spreads deliveries over a
 *   second. Neither deletes a suspended subscription after 48 hours; it just receives nothing more.
 * - `functionsAtOnce`, `throttledEventMs`: the local run. The simulation runs only a handful of functions at once.
 * - `textMessageCharacters` to `mailHeaderCharacters`: the local run. The simulation has nobody who is told directly.
 * - `filterPoliciesOfAccount`: both, but only for the one topic that people subscribe to, whose own limit is reached
 *   first.
 * - `gatewayAnswerMs`: the local run. In the simulation the function's own timeout, which is shorter, ends it.
 * - `cachedErrors`, `cachedErrorMs`: the local run. The simulation only sends POST requests, which are not cached.
 * - `publishedTopicBytes` to `publishesOfSecond`: the local run. In the simulation messages start at the topic rules,
 *   and of these limits only `publishedBytes` is enforced.
 * - `identityCallsOfSecond` to `identityMailsOfDay`: the local run; nobody of the simulation manages people.
 * - `expressionBytes`: the model. The engine of the local run accepts longer expressions.
 * - `rolePolicyCharacters` to `functionPolicyBytes`, and names: the local run, before it starts. The simulation has no
 *   policies.
 */
export const serviceLimits = {
  // SQS. An event source mapping gathers batches from a queue; gathered messages are in flight.
  queueMessageBytes: { limit: 1_048_576, source: queueMessages },
  queueDelaySeconds: { limit: 900, source: queueMessages },
  /** The most messages that one request receives. */
  queueReceivedMessages: { limit: 10, source: queueMessages },
  /** Beyond this number no more messages are delivered. */
  queueInFlightMessages: { limit: 120_000, source: queues },
  fifoDeduplicationMs: {
    limit: 300_000,
    source: `${docs}/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html`,
  },
  batchMessages: { limit: 10_000, source: mappings },
  /** For a FIFO queue, and for a mapping without a window. */
  batchMessagesWithoutWindow: { limit: 10, source: mappings },
  /** A FIFO queue has no window. */
  batchingWindowSeconds: {
    limit: 300,
    source: `${docs}/lambda/latest/api/API_CreateEventSourceMapping.html`,
  },
  fewestConcurrentBatches: { limit: 2, source: `${docs}/lambda/latest/api/API_ScalingConfig.html` },
  mostConcurrentBatches: { limit: 1000, source: `${docs}/lambda/latest/api/API_ScalingConfig.html` },

  // Lambda.
  /** The maximum size of an event and of a response: as JSON, with everything around a body. */
  functionPayloadBytes: { limit: 6_291_456, source: functions },
  /** For all functions of an account that has been in use for a while. */
  functionsAtOnce: { limit: 1000, source: functions },
  /** Delays before a failed asynchronous run is repeated, one for each retry. */
  asynchronousRetriesMs: { limit: [60_000, 120_000], source: asynchronous },
  /** The age at which an event is dropped, unless the function sets a shorter one. */
  asynchronousEventMs: { limit: 21_600_000, source: asynchronous },
  /** A throttled run is repeated after the first delay; each delay doubles, up to the second value. */
  throttledEventMs: { limit: [1000, 300_000], source: asynchronous },

  // SNS.
  /** The total of all forms of a message and its attributes. */
  publicationBytes: { limit: 262_144, source: `${docs}/sns/latest/dg/large-message-payloads.html` },
  /** Fewer than 100 characters, without line breaks and control characters. */
  subjectCharacters: { limit: 99, source: `${docs}/sns/latest/api/API_Publish.html` },
  /** Above this rate a mail subscription is suspended until it is confirmed again, and deleted after 48 hours. */
  mailsOfSecond: { limit: 10, source: `${docs}/sns/latest/dg/sns-email-notifications.html` },
  /** The initial quota of an account. */
  filterPoliciesOfTopic: { limit: 200, source: filterPolicies },
  filterPoliciesOfAccount: { limit: 10_000, source: filterPolicies },
  filterPolicyKeys: { limit: 5, source: filterPolicies },
  /** The product of the numbers of values of all keys. */
  filterPolicyCombinations: { limit: 150, source: filterPolicies },
  filterPolicyBytes: { limit: 262_144, source: filterPolicies },
  /** Until then a subscription still receives what it would without the filter. */
  filterPolicyActsAfterMs: { limit: 900_000, source: `${docs}/sns/latest/dg/sns-message-filtering.html` },

  /** Longer texts are split; the total of one publication. */
  textMessageCharacters: { limit: 1600, source: `${docs}/sns/latest/api/API_Publish.html` },
  /** Per second and account, in the region of the local run. */
  textMessagesOfSecond: { limit: 20, source: `${docs}/general/latest/gr/sns.html` },

  // SES. The first two hold in the sandbox, in which every account begins; the rate outside is the account's own.
  sandboxMailsOfSecond: { limit: 1, source: sandbox },
  sandboxMailsOfDay: { limit: 200, source: sandbox },
  mailsSentOfSecond: { limit: 14, source: `${docs}/ses/latest/dg/manage-sending-quotas.html` },
  mailRecipients: { limit: 50, source: mails },
  mailBytes: { limit: 41_943_040, source: mails },
  mailHeaderCharacters: {
    limit: 870,
    source: `${docs}/ses/latest/APIReference-V2/API_MessageHeader.html`,
  },

  // API Gateway and, before it, CloudFront.
  gatewayAnswerMs: { limit: 30_000, source: `${docs}/apigateway/latest/developerguide/http-api-quotas.html` },
  /**
   * The content delivery network's address, never the person's; here an address from a range reserved for documentation
   * (RFC 5737).
   */
  gatewayPeer: {
    limit: '192.0.2.1',
    source: `${docs}/apigateway/latest/developerguide/http-api-logging-variables.html`,
  },
  /** Errors that CloudFront serves from its cache, even where it is told not to cache anything. */
  cachedErrors: {
    limit: [400, 403, 404, 405, 414, 500, 501, 502, 503, 504],
    source: `${docs}/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html`,
  },
  /** Errors that CloudFront does not cache where the response says no-cache, no-store or private. */
  cachedErrorsUnlessForbidden: {
    limit: [404, 410, 414, 501],
    source: `${docs}/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html`,
  },
  /** The default where a distribution sets no other time. */
  cachedErrorMs: {
    limit: 10_000,
    source: `${docs}/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html`,
  },

  // IoT Core. A client that sends a larger message is disconnected.
  publishedBytes: { limit: 131_072, source: things },
  /** Both limits exclude the Basic Ingest prefix of a topic. */
  publishedTopicBytes: { limit: 256, source: things },
  publishedTopicSlashes: { limit: 7, source: things },
  clientIdBytes: { limit: 128, source: things },
  /** Letters, digits, ":", "_" and "-". */
  thingNameCharacters: { limit: 128, source: `${docs}/iot/latest/apireference/API_CreateThing.html` },
  /** Calls of the control plane per second and account, above which it answers with ThrottlingException. */
  describedThingsOfSecond: { limit: 350, source: things },
  listedThingsOfSecond: { limit: 10, source: things },
  listedPrincipalsOfSecond: { limit: 10, source: things },
  describedCertificatesOfSecond: { limit: 10, source: things },
  /** Per connection. Messages above the rate are dropped and not acknowledged. */
  publishesOfSecond: { limit: 100, source: things },

  // Cognito. Calls per second of a category and account, above which it answers with TooManyRequestsException.
  identityCallsOfSecond: {
    limit: { UserCreation: 50, UserRead: 120, UserResourceRead: 50, UserUpdate: 25, UserList: 30 },
    source: identity,
  },
  /** The most users or groups that are listed at once. */
  identityPage: {
    limit: 60,
    source: `${docs}/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html`,
  },
  groupsOfPerson: { limit: 100, source: identity },
  /** Mails that Cognito sends by itself; a pool with a sender of its own has that sender's limit. */
  identityMailsOfDay: { limit: 50, source: identity },

  // DynamoDB and Firehose.
  itemBytes: { limit: 409_600, source: tables },
  hashKeyBytes: { limit: 2048, source: tables },
  rangeKeyBytes: { limit: 1024, source: tables },
  /** For a query or scan; an item beyond the limit comes with the next page. */
  pageBytes: {
    limit: 1_048_576,
    source: `${docs}/amazondynamodb/latest/developerguide/Query.Pagination.html`,
  },
  batchedKeys: { limit: 100, source: tables },
  /** What one transaction may write: items, and their bytes together. */
  transactionItems: { limit: 100, source: transactions },
  transactionBytes: { limit: 4 * 1024 * 1024, source: transactions },
  expressionBytes: { limit: 4096, source: tables },
  streamRecordBytes: { limit: 1_024_000, source: `${docs}/firehose/latest/dev/limits.html` },

  // Policies. White space does not count as characters.
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
  /** The total of all permissions that others have to call the function. */
  functionPolicyBytes: { limit: 20_480, source: functions },
} as const satisfies Readonly<Record<string, ServiceLimit<unknown>>>;
