import { describe, expect, test } from 'vitest';
import { ofType, synthesised } from '../support/synthesised.ts';

const template = synthesised();
const daySeconds = 24 * 60 * 60;
/** Returns the descriptive part of a queue's or function's logical id. */
const nameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/** Six times the timeout of the function that reads it, plus its batching window. */
const ingestHides = 6 * 25 + 5;

test('every queue has the right visibility timeout, retention and redrive policy', () => {
  const queues = ofType(template, 'AWS::SQS::Queue').map(([id, { Properties = {} }]) => {
    const { VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy } = Properties;
    const { deadLetterTargetArn, maxReceiveCount } = (RedrivePolicy ?? {}) as {
      deadLetterTargetArn?: { 'Fn::GetAtt': [string] };
      maxReceiveCount?: number;
    };
    const deadLetters =
      deadLetterTargetArn === undefined
        ? []
        : [nameOf(deadLetterTargetArn['Fn::GetAtt'][0]), maxReceiveCount];
    return [nameOf(id), VisibilityTimeout, MessageRetentionPeriod, ...deadLetters];
  });
  expect(queues.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
    ['DeliveriesDeadLetters', undefined, 14 * daySeconds],
    ['DeliveriesQueue', 6 * 30, 4 * daySeconds, 'DeliveriesDeadLetters', 5],
    ['IngestDeadLetters', undefined, 14 * daySeconds],
    ['IngestQueue', ingestHides, 14 * daySeconds, 'IngestDeadLetters', 5],
    ['IngestRejected', undefined, 14 * daySeconds],
    // It is retried for as long as it is retained, because these messages exist nowhere else.
    ['IngestUnarchived', ingestHides, 14 * daySeconds],
    ['LoggerFilesDeadLetters', undefined, 14 * daySeconds],
    ['LoggerFilesQueue', 6 * 180, 14 * daySeconds, 'LoggerFilesDeadLetters', 5],
    ['NotifyQueue', 6 * 30, 15 * 60],
  ]);
});

describe('a marker', () => {
  test('is delivered the second time after the messages that failed before it have been redelivered', () => {
    const delays = ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
      const { Variables = {} } = (Properties!['Environment'] ?? {}) as { Variables?: Record<string, string> };
      return 'MARKER_DELAY_SECONDS' in Variables ? [[id, Variables['MARKER_DELAY_SECONDS']]] : [];
    });
    expect(delays).toEqual([[expect.stringMatching(/^IngestIngestTelemetry/), String(ingestHides)]]);
  });
});
