import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { type Attachment, type Entry, attachmentsRecorded } from '../../src/shipments/ledger.ts';
import { type Milestone, declarationsOf, journeyRecorded } from '../../src/shipments/milestones.ts';
import { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import { checkReceipt } from '../../src/shipments/receipt/receipt.ts';
import { reconcileJourney } from '../../src/shipments/reconcile-diagnostics.ts';
import type { Route } from '../../src/evaluation/route.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { detectedJourney } from '../../src/evaluation/diagnostics/diagnostics.ts';
import { evaluationContextOf } from '../../src/evaluation/evaluation-context.ts';
import { minute, profile as profileOf, rule, start } from '../support/series.ts';
import { createdShipment } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

const depot = { latitude: 52.2, longitude: 0.1 };
const hospital = { latitude: 51.9, longitude: 0.25 };
const route: Route = {
  origin: { name: 'depot', area: { kind: 'circle', ...depot, radiusMeters: 400 } },
  destination: { name: 'hospital', area: { kind: 'circle', ...hospital, radiusMeters: 2000 } },
  waypoints: [],
  plan: { departureAt: null, arrivalAt: null },
};
const asOf = start + 24 * 60 * minute;

const hot = rule({ id: 'hot', limit: { kind: 'above', limit: 15 }, allowance: { mode: 'instant' } });
const profiles: fc.Arbitrary<Profile> = fc
  .record({
    startDelayMs: fc.constantFrom(0, 0, 45 * minute),
    more: fc.subarray([
      rule({
        id: 'on-the-way',
        limit: { kind: 'above', limit: 8 },
        allowance: { mode: 'consecutive', milliseconds: 20 * minute, firesWhen: 'reached' },
        phases: ['in-transit'],
      }),
      rule({
        id: 'at-the-origin',
        limit: { kind: 'above', limit: 8 },
        allowance: { mode: 'cumulative', milliseconds: 30 * minute, firesWhen: 'exceeded' },
        phases: ['origin'],
      }),
      rule({
        id: 'there',
        limit: { kind: 'below', limit: 2 },
        allowance: { mode: 'instant' },
        phases: ['destination'],
      }),
    ]),
  })
  .map(({ startDelayMs, more }) => ({
    ...profileOf(hot, ...more),
    startDelayMs,
    minimumCoverage: 0,
    longestGapMs: 48 * 60 * minute,
    maxGapMs: 60 * minute,
  }));

/**
 * A leg of the journey: its end (0: the depot, 1: the hospital), its duration, and how the device reports its
 * position.
 */
type Leg = {
  readonly to: number;
  readonly minutes: number;
  readonly every: number;
  readonly fix: 'exact' | 'jitter' | 'cell' | 'zero' | 'none';
  readonly accuracy: number;
  readonly celsius: number;
};
const legs: fc.Arbitrary<Leg[]> = fc.array(
  fc.record({
    // Stops, drives, drive-bys and returns for documents.
    to: fc.constantFrom(0, 0, 0.02, 0.5, 1, 1, 1, 1.7),
    minutes: fc.constantFrom(5, 12, 20, 35, 60),
    every: fc.constantFrom(2, 5, 5, 10),
    fix: fc.constantFrom('exact', 'exact', 'jitter', 'cell', 'zero', 'none'),
    accuracy: fc.integer({ min: 500, max: 5000 }),
    celsius: fc.constantFrom(5, 5, 5, 5, 1, 9, 20),
  }),
  { minLength: 2, maxLength: 8 },
);

/** The messages of a device on its journey. The noise is a function of the time. */
function sentOn(way: readonly Leg[]): Reading[][] {
  const messages: Reading[][] = [];
  let [from, at] = [0, start];
  for (const { to, minutes, every, fix, accuracy, celsius } of way) {
    for (let passed = 0; passed < minutes; passed += every) {
      const share = from + ((to - from) * passed) / minutes;
      const noise = fix === 'jitter' ? 0.001 : fix === 'cell' ? accuracy / 200_000 : 0;
      const time = at + passed * minute;
      const position = {
        latitude:
          depot.latitude + (hospital.latitude - depot.latitude) * share + noise * Math.sin(time / minute),
        longitude:
          depot.longitude + (hospital.longitude - depot.longitude) * share + noise * Math.cos(time / minute),
      };
      messages.push([
        { channel: 'temperature', at: time, value: celsius },
        ...(fix === 'none'
          ? []
          : [
              {
                channel: 'location' as const,
                at: time,
                ...(fix === 'zero' ? { latitude: 0, longitude: 0 } : position),
                ...(fix === 'cell' && { accuracy }),
              },
            ]),
      ]);
    }
    [from, at] = [to, at + minutes * minute];
  }
  return messages;
}

/** A declaration as of a time, made later. Null withdraws the last declaration of the milestone. */
type Declared = { readonly milestone: Milestone; readonly at: number | null; readonly later: number };
const declarations: fc.Arbitrary<Declared[]> = fc.array(
  fc.record({
    milestone: fc.constantFrom('departed' as const, 'arrived' as const, 'arrived' as const),
    at: fc.option(fc.integer({ min: 5, max: 300 }), { freq: 5 }),
    later: fc.constantFrom(0, 0, 10, 90),
  }),
  { maxLength: 4 },
);

type Given = {
  readonly profile: Profile;
  readonly ways: readonly (readonly Leg[])[];
  readonly declared: readonly Declared[];
  readonly joinsAfter: number;
};

function plannedOf({ joinsAfter }: Given): LedgerEvent[] {
  const attached = { kind: 'device-attached' as const, intervalMs: 10 * minute };
  return [
    { kind: 'shipment-created', ...createdShipment, route },
    { ...attached, device: 'box-0', since: start },
    { ...attached, device: 'box-1', since: start + joinsAfter * minute },
  ];
}

/** The ledger as it grows while batches of messages arrive, with people's declarations in between. */
function lived(given: Given, batches: readonly (readonly [device: number, readonly Reading[]])[]): Entry[] {
  const { profile, declared } = given;
  const recorded: { fact: LedgerEvent; at: number }[] = plannedOf(given).map((fact) => ({ fact, at: start }));
  const ledger = (): Entry[] =>
    ledgerOf(...recorded.map(({ fact }) => fact)).map((entry, index) => ({
      ...entry,
      recordedAt: recorded[index]!.at,
    }));
  const declare = (index: number): void => {
    const { milestone, at, later } = declared[index]!;
    const now = start + ((at ?? 100) + later) * minute;
    if (at !== null)
      recorded.push({ fact: { kind: milestone, at: start + at * minute, detectedBy: null }, at: now });
    else {
      const last = declarationsOf(ledger(), milestone).at(-1);
      if (last !== undefined)
        recorded.push({
          fact: { kind: 'milestone-withdrawn', milestone, at: last.fact.at, detectedBy: null },
          at: now,
        });
    }
  };
  const records: Reading[][] = [[], []];
  for (const [index, [device, readings]] of batches.entries()) {
    // A declaration comes somewhere between the batches. Milestones inferred before and after it are not affected.
    if (index < declared.length) declare(index);
    records[device]!.push(...readings);
    for (let repetitions = 0, isNew = true; isNew; repetitions++) {
      expect(repetitions).toBeLessThan(20);
      isNew = false;
      for (const [own, attachment] of attachmentsRecorded(ledger()).entries()) {
        const context = evaluationContextOf(
          profile,
          { ...attachment, phases: journeyRecorded(ledger()) },
          route,
        );
        const read = records[own]!.filter(({ at }) => at >= attachment.since);
        const found = reconcileJourney(
          detectedJourney(evaluateIncrement(initialState, read, context).state.diagnostics),
          ledger(),
          { device: attachment.device, since: attachment.since, before: Infinity },
        );
        recorded.push(...found.map(({ fact }) => ({ fact, at: asOf })));
        isNew ||= found.length > 0;
      }
    }
  }
  for (let index = batches.length; index < declared.length; index++) declare(index);
  return ledger();
}

const recordOf =
  (given: Given) =>
  ({ device }: Attachment) => ({
    readings: sentOn(given.ways[device === 'box-0' ? 0 : 1]!).flat(),
    profile: given.profile,
  });

function receiptOf(given: Given, entries: readonly Entry[], shuffled = recordOf(given)) {
  const verdict = evaluateShipment(entries, shuffled, asOf);
  const receipt = checkReceipt({
    entries,
    verdict,
    approvalOf: () => ({ writtenBy: 'Ann', approvedBy: 'Bea' }),
    scanned: null,
  });
  return { verdict, receipt, text: JSON.stringify([toShipmentVerdictJson(verdict), receipt]) };
}

const given: fc.Arbitrary<Given> = fc.record({
  profile: profiles,
  ways: fc.tuple(legs, legs),
  declared: declarations,
  joinsAfter: fc.constantFrom(0, 15, 90),
});

describe('boundaries that are only inferred', () => {
  test(
    'every reading of a sensor of the goods is evaluated, or listed on the receipt',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(given, (some) => {
          const entries = lived(some, []);
          const { verdict, receipt } = receiptOf(some, entries);
          const { sentence } = receipt.checks.find(({ id }) => id === 'record-complete')!;
          for (const { device, judgement } of verdict.sensors) {
            const { since } = attachmentsRecorded(entries).find((each) => each.device === device)!;
            const read = recordOf(some)({ device } as Attachment).readings.filter(
              ({ channel, at }) => channel === 'temperature' && at >= since,
            ).length;
            const named = [...sentence.matchAll(/(\d+) readings? of temperature from (box-\d)/g)]
              .filter(([, , whose]) => whose === device)
              .reduce((sum, [, count]) => sum + Number(count), 0);
            expect((judgement.channels['temperature']?.readings ?? 0) + named).toBe(read);
          }
        }),
        { numRuns: 300 },
      );
    },
  );

  test(
    'inferred boundaries give the same verdict and the same receipt for every order and batching',
    { timeout: 120_000 },
    () => {
      const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });
      fc.assert(
        fc.property(given, sizes, fc.boolean(), (some, [first = 1, ...more], isReversed) => {
          const messages = some.ways.flatMap((way, device) =>
            sentOn(way).map((readings) => ({ device, readings, at: readings[0]!.at })),
          );
          const inOrder = messages.toSorted((a, b) => a.at - b.at || a.device - b.device);
          const late = isReversed ? inOrder.toReversed() : inOrder;
          const batches: [number, Reading[]][] = [];
          for (let place = 0, turn = 0; place < late.length; turn++) {
            const size = [first, ...more][turn % (more.length + 1)]! + 20;
            for (const device of [0, 1]) {
              const own = late.slice(place, place + size).filter((each) => each.device === device);
              if (own.length > 0) batches.push([device, own.flatMap(({ readings }) => readings)]);
            }
            place += size;
          }
          const wholes = [0, 1].map((device): [number, Reading[]] => [
            device,
            sentOn(some.ways[device]!).flat(),
          ]);
          const reversed = (attachment: Attachment) => {
            const own = recordOf(some)(attachment);
            return { ...own, readings: own.readings.toReversed() };
          };
          const whole = receiptOf(some, lived(some, wholes));
          expect(receiptOf(some, lived(some, batches), reversed).text).toBe(whole.text);
        }),
        { numRuns: 60 },
      );
    },
  );

  test(
    'goods that were too warm before an arrival was declared are not released',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(given, (some) => {
          const entries = lived(some, []);
          const { verdict } = receiptOf(some, entries);
          const arrivals = declarationsOf(entries, 'arrived');
          const until = arrivals[0]?.recordedAt ?? asOf;
          const isHot = verdict.sensors.some(({ device }) => {
            const { since } = attachmentsRecorded(entries).find((each) => each.device === device)!;
            return recordOf(some)({ device } as Attachment).readings.some(
              (reading) =>
                'value' in reading &&
                reading.value > 15 &&
                reading.at >= since + some.profile.startDelayMs &&
                reading.at <= until,
            );
          });
          if (isHot) expect(verdict.recommendation).not.toBe('release');
        }),
        { numRuns: 300 },
      );
    },
  );
});
