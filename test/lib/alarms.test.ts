import { describe, expect, test } from 'vitest';
import { monitoringFunctions } from '../../lib/constructs/monitoring-functions.ts';
import { ofType, synthesised } from '../support/synthesised.ts';

type Alarm = {
  AlarmName: string;
  Namespace?: string;
  MetricName?: string;
  Dimensions?: unknown;
  Metrics?: readonly {
    Expression?: string;
    Label?: string;
    MetricStat?: { Metric: Counted; Stat: string };
  }[];
  Statistic?: string;
  Period?: number;
  Threshold: number;
  ComparisonOperator: string;
  TreatMissingData: string;
};
type Counted = { Namespace: string; MetricName: string; Dimensions: unknown };

const template = synthesised({ canary: true });
const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(
  ([, { Properties }]) => Properties as unknown as Alarm,
);

/** The metric and the resource it belongs to, identified by the start of its logical id. */
function spelled({ Namespace, MetricName, Dimensions }: Counted): string {
  const [, whose] = /"(?:Ref|Fn::GetAtt)":\[?"(\w+?)[0-9A-F]{8}"/.exec(JSON.stringify(Dimensions)) ?? [];
  return [Namespace, MetricName, ...(whose === undefined ? [] : ['of', whose])].join(' ');
}

function spelledAlarm(alarm: Alarm): [string, string] {
  const { AlarmName, Metrics, Statistic, Period, Threshold, ComparisonOperator, TreatMissingData } = alarm;
  const bound = `${ComparisonOperator === 'LessThanThreshold' ? 'below' : 'above'} ${Threshold}`;
  const figure =
    Metrics === undefined
      ? `${Statistic} in ${Period} s of ${spelled(alarm as Alarm & Counted)}`
      : Metrics.flatMap(({ MetricStat }) =>
          MetricStat === undefined ? [] : [`${MetricStat.Stat} of ${spelled(MetricStat.Metric)}`],
        ).join(' + ');
  return [AlarmName.replace('coldwatch-', ''), `${figure}, ${bound}, else ${TreatMissingData}`];
}

const errorsOf = (name: string): string => `AWS/Lambda Errors of ${name}Function`;
const minutes = (count: number): string => `in ${count * 60} s of`;
const aboveZero = 'above 0, else notBreaching';
const waiting = `Maximum ${minutes(5)} AWS/SQS ApproximateNumberOfMessagesVisible of`;
const age = `Maximum ${minutes(5)} AWS/SQS ApproximateAgeOfOldestMessage of`;
const watches = Array.from({ length: monitoringFunctions }, (_, index) => index);

describe('every alarm watches the metric that it names', () => {
  const expected: Readonly<Record<string, string>> = {
    'notify-errors': `Sum ${minutes(5)} ${errorsOf('Notify')}, ${aboveZero}`,
    'failed-notifications': `Sum ${minutes(5)} Coldwatch FailedNotifications, ${aboveZero}`,
    'failed-deliveries': `Sum ${minutes(5)} AWS/SNS NumberOfNotificationsFailed of AlertsShipments, ${aboveZero}`,
    'unconfirmed-subscriptions': `Maximum ${minutes(120)} Coldwatch UnconfirmedSubscriptions, ${aboveZero}`,
    'rejected-messages': `${waiting} IngestRejected, ${aboveZero}`,
    'dead-letters': `${waiting} IngestDeadLetters, ${aboveZero}`,
    'messages-wait': `${age} IngestQueue, above 300, else notBreaching`,
    // The age of the oldest message ignores messages that were received three times.
    'unarchived-messages': `Maximum of AWS/SQS ApproximateNumberOfMessagesVisible of IngestUnarchived + Maximum of AWS/SQS ApproximateNumberOfMessagesNotVisible of IngestUnarchived, ${aboveZero}`,
    'archive-behind': `Maximum ${minutes(5)} AWS/Firehose DeliveryToS3.DataFreshness of ArchiveStream, above 3600, else notBreaching`,
    'ingest-errors': `Sum ${minutes(5)} ${errorsOf('IngestIngestTelemetry')}, ${aboveZero}`,
    'archive-messages-errors': `Sum ${minutes(5)} ${errorsOf('IngestArchiveMessages')}, ${aboveZero}`,
    'unarchived-records': `Sum ${minutes(5)} Coldwatch UnarchivedRecords, ${aboveZero}`,
    'unread-files': `${waiting} LoggerFilesDeadLetters, ${aboveZero}`,
    'read-logger-file-errors': `Sum ${minutes(5)} ${errorsOf('LoggerFilesReadLoggerFile')}, ${aboveZero}`,
    'monitoring-errors': `${watches.map((index) => `Sum of ${errorsOf(`WatchWatch${index}`)}`).join(' + ')}, ${aboveZero}`,
    // A function that does not run reports nothing.
    ...Object.fromEntries(
      watches.map((index) => [
        `monitoring-stopped-${index}`,
        `Sum ${minutes(5)} AWS/Lambda Invocations of WatchWatch${index}Function, below 1, else breaching`,
      ]),
    ),
    'monitoring-behind': `Maximum ${minutes(5)} Coldwatch PostponedEvaluations, ${aboveZero}`,
    'unnotified-entries': `Maximum ${minutes(5)} Coldwatch UnnotifiedEntries, ${aboveZero}`,
    'silent-sources': `Maximum ${minutes(5)} Coldwatch SilentSources, ${aboveZero}`,
    'ingest-source-errors': `Sum ${minutes(5)} ${errorsOf('SourceIngestIngestSource')}, ${aboveZero}`,
    'api-read-errors': `Sum ${minutes(5)} ${errorsOf('ApiRead')}, ${aboveZero}`,
    'api-write-errors': `Sum ${minutes(5)} ${errorsOf('ApiWrite')}, ${aboveZero}`,
    'api-sign-errors': `Sum ${minutes(5)} ${errorsOf('ApiSign')}, ${aboveZero}`,
    'api-system-errors': `Sum ${minutes(5)} ${errorsOf('ApiSystem')}, ${aboveZero}`,
    'api-shared-errors': `Sum ${minutes(5)} ${errorsOf('ApiShared')}, ${aboveZero}`,
    'deliver-errors': `Sum ${minutes(5)} ${errorsOf('DeliveriesDeliver')}, ${aboveZero}`,
    'undelivered-messages': `Maximum ${minutes(5)} AWS/SQS ApproximateNumberOfMessagesVisible of DeliveriesDeadLetters, ${aboveZero}`,
    'api-people-errors': `Sum ${minutes(5)} ${errorsOf('ApiManage')}, ${aboveZero}`,
    blind: `Sum ${minutes(15)} Coldwatch CanaryReadings, below 1, else breaching`,
  };

  test('there are no other alarms', () => {
    // Alarms on topic rules use queries.
    const ofRules = alarms.filter(
      ({ Metrics = [] }) => Metrics[0]?.Expression?.startsWith('SELECT') === true,
    );
    expect(ofRules).toHaveLength(4);
    const others = alarms.filter((each) => !ofRules.includes(each));
    expect(Object.fromEntries(others.map(spelledAlarm))).toEqual(expected);
  });

  test('the errors of all monitoring functions are added up', () => {
    const sum = alarms.find(({ AlarmName }) => AlarmName === 'coldwatch-monitoring-errors')!.Metrics![0];
    expect(sum?.Expression).toBe(watches.map((index) => `FILL(m${index}, 0)`).join(' + '));
  });
});
