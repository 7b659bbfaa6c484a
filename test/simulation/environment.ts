import { userPoolId, userPoolSites } from '../models/people-model.ts';
import { identityEnvironment } from './identity.ts';

/** The queue of notification requests. */
export const notificationsUrl = 'http://localhost/notifications';

/** Queues of messages that failed and wait for a person, by the variable that has their URL. */
const waitingUrlsByVariable = {
  INGEST_DEAD_LETTERS_URL: 'http://localhost/dead-letters',
  INGEST_REJECTED_URL: 'http://localhost/rejected',
  FILES_DEAD_LETTERS_URL: 'http://localhost/dead-files',
  DELIVERIES_DEAD_LETTERS_URL: 'http://localhost/dead-deliveries',
} as const;
export const waitingUrls: readonly string[] = Object.values(waitingUrlsByVariable);

/**
 * How long an alarm of each severity may wait for an acknowledgement before it is escalated, in minutes; null: never
 * escalated.
 */
export const acknowledgeWithinMinutes = { info: null, minor: 240, major: 30, critical: 15 } as const;

/** The environment that the constructs would have given the functions. */
export function environmentOf(tables: readonly string[]): Record<string, string> {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'simulated',
    AWS_SECRET_ACCESS_KEY: 'simulated',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    ALERTS_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:none',
    ARCHIVE_STREAM: 'none',
    ARCHIVE_BUCKET: 'archive',
    DOWNLOADS_BUCKET: 'downloads',
    UPLOADS_BUCKET: 'uploads',
    FILES_QUEUE_URL: 'http://localhost/files',
    TOPIC_ROOT: 'coldwatch',
    API_ENDPOINT: 'https://api.example',
    INGEST_QUEUE_URL: 'http://localhost/none',
    ...waitingUrlsByVariable,
    HAS_CANARY: 'false',
    MONITORING_FUNCTIONS: '4',
    UNARCHIVED_QUEUE_URL: 'http://localhost/unarchived',
    MARKER_DELAY_SECONDS: '155',
    NOTIFICATIONS_QUEUE_URL: notificationsUrl,
    DELIVERIES_QUEUE_URL: 'http://localhost/deliveries',
    MAIL_FROM: 'coldwatch@example.org',
    FOLD_WITHIN_SECONDS: '60',
    TIME_ZONE: 'UTC',
    PAGE_ADDRESS: 'https://cold.example',
    ACKNOWLEDGE_WITHIN_MINUTES: JSON.stringify(acknowledgeWithinMinutes),
    USER_POOL_ID: userPoolId,
    SITES: JSON.stringify(userPoolSites),
    ...identityEnvironment,
    ...Object.fromEntries(tables.map((name) => [`${name.toUpperCase()}_TABLE`, name])),
  };
}

/** Silences the metrics library, which would otherwise warn about each invocation without metrics. */
export function silenceMetrics(): void {
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (chunk: string | Uint8Array, ...more: never[]): boolean =>
    String(chunk).startsWith('No application metrics') || write(chunk, ...more);
}
