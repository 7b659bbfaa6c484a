import { describe, expect, test } from 'vitest';
import { ofType, synthesised } from '../support/synthesised.ts';

const template = synthesised();
const daySeconds = 24 * 60 * 60;
/** Of the part of a queue's or function's logical id that says what it is. */
const nameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/** Six time-outs of the function that reads it, and its batching window. */
const ingestHides = 6 * 25 + 5;

test('every queue hides what was handed over, keeps it and gives it up as it should', () => {
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
    ['IngestDeadLetters', undefined, 14 * daySeconds],
    ['IngestQueue', ingestHides, 14 * daySeconds, 'IngestDeadLetters', 5],
    ['IngestRejected', undefined, 14 * daySeconds],
    // It is tried again for as long as it is kept: nowhere else is what waits there.
    ['IngestUnarchived', ingestHides, 14 * daySeconds],
    ['NotifyQueue', 6 * 30, 15 * 60],
  ]);
});

describe('a marker', () => {
  test('comes for the second time once what failed before it has come again', () => {
    const delays = ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
      const { Variables = {} } = (Properties!['Environment'] ?? {}) as { Variables?: Record<string, string> };
      return 'MARKER_DELAY_SECONDS' in Variables ? [[id, Variables['MARKER_DELAY_SECONDS']]] : [];
    });
    expect(delays).toEqual([[expect.stringMatching(/^IngestIngestTelemetry/), String(ingestHides)]]);
  });
});
