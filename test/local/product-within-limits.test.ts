import { describe, expect, test } from 'vitest';
import { settings as production } from '../../config/production.ts';
import { recordsOf } from '../../src/storage/archive/archive-stream.ts';
import { problemsOfSettings } from '../../lib/check-settings.ts';
import { faultsOfMapping } from '../../local/mapping-limits.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { mostPlannedTogether } from '../../src/api/routes/planning-routes.ts';
import { mostBytes, mostBytesOfOne, mostRemembered } from '../../src/storage/planning-items.ts';
import { mostBytesOfEntry, mostBytesTogether, mostTogether } from '../../src/storage/record-first-entries.ts';
import { betweenPublicationsMs } from '../../src/notifications/pace.ts';
import { largestPublication } from '../../src/notifications/publication.ts';
import { ofType, synthesised } from '../support/synthesised.ts';

/** The product has numbers of its own: they may be stricter than those of the services, but never looser. */
describe("the product's own limits are within those of AWS:", () => {
  test('the size and rate of publications', () => {
    expect(largestPublication).toBeLessThanOrEqual(serviceLimits.publicationBytes.limit);
    expect(1000 / betweenPublicationsMs).toBeLessThanOrEqual(serviceLimits.mailsOfSecond.limit / 2);
  });

  test('the records of the archive, however large the messages of a batch', () => {
    const payload = Buffer.alloc(serviceLimits.publishedBytes.limit, 'x').toString('base64');
    const message = { receivedAt: 0, thing: 'x'.repeat(128), topic: 'x'.repeat(256), payload };
    const records = [...recordsOf(Array.from({ length: 10 }, () => message))];
    expect(records.length).toBeGreaterThan(1);
    for (const { length } of records)
      expect(length).toBeLessThanOrEqual(serviceLimits.streamRecordBytes.limit);
  });

  test('the ledgers that are begun by one transaction', () => {
    expect(mostPlannedTogether).toBe(mostTogether);
    expect(mostTogether).toBeLessThanOrEqual(serviceLimits.transactionItems.limit);
    // An entry has a key, a version and a mark as well.
    expect(mostBytesOfEntry + 1000).toBeLessThanOrEqual(serviceLimits.itemBytes.limit);
    expect(mostBytesTogether + mostTogether * 1000).toBeLessThanOrEqual(serviceLimits.transactionBytes.limit);
  });

  test('what an address book remembers', () => {
    expect(mostBytesOfOne + 3000).toBeLessThanOrEqual(serviceLimits.itemBytes.limit);
    // All of it is one answer of a function, with names, ids and times around it.
    const items = Object.values(mostRemembered).reduce((sum, most) => sum + most);
    expect(mostBytes + items * 1000).toBeLessThanOrEqual(serviceLimits.functionPayloadBytes.limit);
  });

  test('the filtered subscribers of a stage', () => {
    const subscribers = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        protocol: 'email' as const,
        endpoint: `p${index}@example.org`,
        audience: ['site:north'],
      }));
    const { limit } = serviceLimits.filterPoliciesOfTopic;
    expect(problemsOfSettings({ ...production, subscribers: subscribers(limit) })).toEqual([]);
    expect(problemsOfSettings({ ...production, subscribers: subscribers(limit + 1) })).toHaveLength(1);
  });

  const template = synthesised();

  test('the time in which a function behind the gateway responds', () => {
    const targets = ofType(template, 'AWS::ApiGatewayV2::Integration').map(([, { Properties }]) => {
      const { 'Fn::GetAtt': attribute } = Properties!['IntegrationUri'] as { 'Fn::GetAtt': [string, string] };
      return attribute[0];
    });
    expect(targets.length).toBeGreaterThan(2);
    for (const target of targets)
      expect(Number(template.Resources[target]!.Properties!['Timeout']) * 1000).toBeLessThan(
        serviceLimits.gatewayAnswerMs.limit,
      );
  });

  test('the batches of every function that a queue feeds', () => {
    const mappings = ofType(template, 'AWS::Lambda::EventSourceMapping');
    expect(mappings.length).toBeGreaterThan(2);
    for (const [logicalId, { Properties = {} }] of mappings) {
      const { 'Fn::GetAtt': from } = Properties['EventSourceArn'] as { 'Fn::GetAtt': [string, string] };
      const queue = template.Resources[from[0]]!.Properties ?? {};
      const { Ref } = Properties['FunctionName'] as { Ref: string };
      const scaling = Properties['ScalingConfig'] as { MaximumConcurrency: number } | undefined;
      const faults = faultsOfMapping({
        batchSize: Number(Properties['BatchSize']),
        windowSeconds: Number(Properties['MaximumBatchingWindowInSeconds'] ?? 0),
        maximumConcurrency: scaling?.MaximumConcurrency ?? null,
        isFifo: queue['FifoQueue'] === true,
        visibilitySeconds: Number(queue['VisibilityTimeout']),
        timeoutSeconds: Number(template.Resources[Ref]!.Properties!['Timeout']),
      });
      expect([logicalId, ...faults]).toEqual([logicalId]);
    }
  });

  test('the delay of a message that ingest sends itself', () => {
    const delays = ofType(template, 'AWS::Lambda::Function').flatMap(([, { Properties }]) => {
      const { Variables = {} } = (Properties!['Environment'] ?? {}) as { Variables?: Record<string, string> };
      return Variables['MARKER_DELAY_SECONDS'] ?? [];
    });
    expect(delays).toHaveLength(1);
    for (const delay of delays)
      expect(Number(delay)).toBeLessThanOrEqual(serviceLimits.queueDelaySeconds.limit);
  });
});
