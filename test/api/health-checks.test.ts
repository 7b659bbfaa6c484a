import { describe, expect, test } from 'vitest';
import {
  canaryCheck,
  deadLettersCheck,
  monitoringCheck,
  notifiedCheck,
  sourcesCheck,
  workingQueueCheck,
} from '../../src/api/handlers/health-checks.ts';

const now = Date.UTC(2026, 2, 9, 12);
const minute = 60_000;
const run = (minutesAgo: number, more: { unnotified?: number; failures?: number } = {}) => ({
  at: now - minutesAgo * minute,
  unnotified: 0,
  failures: 0,
  ...more,
});

describe('health', () => {
  test.each([
    ['that ran a minute ago', run(1), 'good'],
    ['that ran exactly five minutes ago', run(5), 'good'],
    ['that ran longer ago', { ...run(5), at: now - 5 * minute - 1 }, 'attention'],
    ['that ran with errors', run(1, { failures: 2 }), 'attention'],
    ['of which no run is recorded', null, 'unknown'],
  ] as const)('of a monitoring function %s', (_, last, state) => {
    const check = monitoringCheck(2, last, now);
    expect(check).toMatchObject({ id: 'monitoring-2', name: 'Monitoring, function 3', state });
    expect(check.toDo === null).toBe(state === 'good');
  });

  test.each([
    ['nothing is overdue', [run(1), run(1)], 'good'],
    ['entries are overdue', [run(1), run(1, { unnotified: 3 })], 'attention'],
    ['a function never ran', [run(1), null], 'unknown'],
    ['a run had errors, and may have missed some', [run(1), run(1, { failures: 1 })], 'unknown'],
  ] as const)('of notifications where %s', (_, runs, state) => {
    expect(notifiedCheck(runs).state).toBe(state);
  });

  test.each([
    [true, now - 15 * minute, 'good'],
    [true, now - 15 * minute - 1, 'attention'],
    [true, -Infinity, 'attention'],
    [false, -Infinity, 'unknown'],
  ] as const)('of a synthetic sensor (%s, %d) is %s', (hasCanary, at, state) => {
    expect(canaryCheck(hasCanary, at, now).state).toBe(state);
  });

  test('of a queue depends on how many wait, not on how many are being processed', () => {
    expect(workingQueueCheck('ingest', { waiting: 999, hidden: 5000 }).state).toBe('good');
    expect(workingQueueCheck('ingest', { waiting: 1000, hidden: 0 }).state).toBe('attention');
    expect(workingQueueCheck('unarchived', { waiting: 1, hidden: 0 }).toDo).toContain('unarchived-messages');
    expect(workingQueueCheck('files', { waiting: 0, hidden: 2 }).says).toBe(
      '0 messages waiting, 2 being processed',
    );
    expect(workingQueueCheck('files', { waiting: 0, hidden: 0 }).says).toBe('None waiting');
  });

  test('needs attention as long as a failed message is there, even while somebody looks at it', () => {
    expect(deadLettersCheck('files', { waiting: 0, hidden: 0 })).toMatchObject({
      state: 'good',
      says: 'None',
      toDo: null,
    });
    expect(deadLettersCheck('deliveries', { waiting: 2, hidden: 1 })).toMatchObject({
      state: 'attention',
      says: '3 messages that could not be sent to one recipient five times',
    });
    expect(deadLettersCheck('files', { waiting: 0, hidden: 1 })).toMatchObject({
      state: 'attention',
      says: '1 message that failed five times in read-logger-file',
    });
  });

  test('names the sources that are silent, and since when the first of them is', () => {
    const source = (name: string, silentSince: number | null) => ({ name, silentSince }) as never;
    expect(sourcesCheck([source('a', null), source('b', null)])).toMatchObject({
      state: 'good',
      says: '2 sources, none silent',
    });
    expect(sourcesCheck([source('a', now), source('b', now - minute), source('c', null)])).toMatchObject({
      state: 'attention',
      says: 'a is silent since 2026-03-09 12:00 UTC; b is silent since 2026-03-09 11:59 UTC',
      since: '2026-03-09T11:59:00.000Z',
    });
    expect(sourcesCheck([]).says).toBe('There are none');
  });

  test('names a paragraph that the runbook has wherever it sends people there', async () => {
    const { readFileSync } = await import('node:fs');
    const runbook = readFileSync('docs/runbook.md', 'utf8');
    const advice = [
      monitoringCheck(0, null, now),
      monitoringCheck(0, run(9), now),
      monitoringCheck(0, run(1, { failures: 1 }), now),
      notifiedCheck([run(1, { unnotified: 1 })]),
      canaryCheck(true, -Infinity, now),
      sourcesCheck([{ name: 'a', silentSince: now } as never]),
      ...(['ingest', 'unarchived', 'files', 'notifications', 'deliveries'] as const).map((queue) =>
        workingQueueCheck(queue, { waiting: 9999, hidden: 0 }),
      ),
    ];
    for (const { toDo } of advice) expect(runbook).toContain(`\n### ${/“(.+?)”/.exec(toDo!)![1]}\n`);
  });
});
