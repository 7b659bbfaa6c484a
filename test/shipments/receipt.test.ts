import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { SignedReceipt } from '../../src/shipments/signed-receipt.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { contradictionOf } from '../../src/shipments/receipt/contradiction.ts';
import { meaningOf, refusalOfDecision } from '../../src/shipments/receipt/decision.ts';
import { checkReceipt } from '../../src/shipments/receipt/receipt.ts';
import type { Reading } from '../../src/model/reading.ts';
import { downsample, thin } from '../../src/evaluation/downsample.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { decodeMessage } from '../../src/telemetry/decode-message.ts';
import { verdictText } from '../../src/evidence/recompute.ts';
import { hour, minute, start, times } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

type ByDevice = { readonly [device: string]: readonly Reading[] };

const created = { kind: 'shipment-created' as const, ...createdShipment };
const attached = (device: string, since = start, more: object = {}): LedgerEvent => ({
  kind: 'device-attached',
  device,
  since,
  intervalMs: 10 * minute,
  calibratedUntil: start + 1000 * hour,
  ...more,
});
const departed = (at = start + hour): LedgerEvent => ({ kind: 'departed', at, detectedBy: null });
const arrived = (at = start + 4 * hour): LedgerEvent => ({ kind: 'arrived', at, detectedBy: null });
const temperatures = (celsius: readonly number[], from = start, step = 10 * minute): Reading[] =>
  celsius.map((value, index) => ({ channel: 'temperature', at: from + index * step, value }));
const clean: LedgerEvent[] = [created, attached('lid'), departed(), arrived()];
const steady = { lid: temperatures(times(31, 5) as number[]) };

function recordOf(readings: ByDevice, profile: object = warmProfile) {
  const parsed = parseProfile(profile);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return ({ device, intervalMs }: { device: string; intervalMs: number }) => ({
    readings: readings[device] ?? [],
    profile: { ...parsed.profile, reportingIntervalMs: intervalMs },
  });
}

type Given = {
  readonly profile?: object;
  readonly asOf?: number;
  readonly scanned?: string | null;
  readonly approvedBy?: string | null;
};

function check(
  entries: readonly Entry[],
  readings: ByDevice = steady,
  { profile = warmProfile, asOf = start + 5 * hour, scanned = null, approvedBy = 'Bea' }: Given = {},
) {
  const verdict = evaluateShipment(entries, recordOf(readings, profile), asOf);
  const checked = checkReceipt({
    entries,
    verdict,
    approvalOf: () => ({ writtenBy: 'Ann', approvedBy }),
    scanned,
  });
  const of = (id: string) => checked.checks.find((each) => each.id === id)!;
  return { ...checked, of };
}

/** The ledger with a release signed on the given check results. */
function released(facts: LedgerEvent[], checked: ReturnType<typeof check>, ...later: LedgerEvent[]): Entry[] {
  const receipt: SignedReceipt = {
    kind: 'receipt-signed',
    decision: 'released',
    lots: [],
    reason: '',
    recommendation: checked.recommendation,
    failed: checked.failed,
    judged: checked.judged,
    judgedAt: start + 5 * hour,
    ledgerHead: facts.length,
    evidence: 'e',
    corrects: null,
    signature: {
      challenge: 'c',
      signer: { subject: 's', username: 'paul', name: 'Paul Okafor' },
      signedAt: start + 5 * hour,
      tokenExpiresAt: start + 5 * hour,
      tokenSha256: '',
      keyThumbprint: '',
    },
  };
  return ledgerOf(...facts, receipt, ...later);
}

describe('the checks on receipt', () => {
  test('the checks pass for a shipment without problems', () => {
    const { recommendation, checks } = check(ledgerOf(...clean));
    expect(recommendation).toBe('release');
    expect(checks.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  });

  test('the checks fail for unmonitored time: the way to the first sensor, and many gaps that are each short enough', () => {
    const late = ledgerOf(
      created,
      departed(),
      attached('lid', start + 10 * hour),
      arrived(start + 14 * hour),
    );
    const lid = temperatures(times(31, 5) as number[], start + 10 * hour);
    expect(check(late, { lid }, { asOf: start + 15 * hour }).of('record-complete')).toMatchObject({
      outcome: 'fail',
      sentence:
        'No sensor monitored the goods from 2026-01-01 01:00 UTC to 2026-01-01 10:00 UTC. 6 readings of temperature from lid after the declared arrival (2026-01-01 14:00 UTC) were not evaluated: 5 °C.',
    });
    const swaps = Array.from({ length: 5 }, (_, index): LedgerEvent[] => {
      const since = start + index * 2 * hour;
      return [
        attached(`s${index}`, since),
        { kind: 'device-detached', device: `s${index}`, until: since + 20 * minute },
      ];
    }).flat();
    const readings = Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [
        `s${index}`,
        temperatures([5, 5, 5], start + index * 2 * hour),
      ]),
    );
    const entries = ledgerOf(created, ...swaps, arrived(start + 8 * hour + 20 * minute));
    expect(check(entries, readings, { asOf: start + 9 * hour }).of('record-complete')).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('No sensor monitored the goods for 6 h 40 min') as unknown,
    });
  });

  test('the checks do not wait for readings that a sensor has skipped, but wait for those it may still store', () => {
    // A gap at the very end, followed by a reading.
    const lid = steady.lid.filter(({ at }) => at < start + 235 * minute || at > start + 245 * minute);
    expect(check(ledgerOf(...clean), { lid }).of('record-complete').outcome).toBe('pass');
    const cut = steady.lid.filter(({ at }) => at <= start + 3 * hour);
    expect(check(ledgerOf(...clean), { lid: cut }).of('record-complete')).toMatchObject({
      outcome: 'fail',
      sentence: expect.stringContaining('lid has sent no temperature from') as unknown,
    });
  });

  test('an outage does not count against a record that came late and is complete', () => {
    const lost: LedgerEvent = { kind: 'contact-lost', device: 'lid', position: null, at: start + 2 * hour };
    const entries = ledgerOf(created, attached('lid'), departed(), lost, arrived());
    expect(check(entries).of('record-complete').outcome).toBe('pass');
  });

  test('one acknowledgement covers all alarms of a rule so far', () => {
    const excursion = (id: string, from: number) => ({
      id,
      rule: 'warm-20m',
      severity: 'major' as const,
      from,
      firedAt: from + 20 * minute,
      observedMs: 30 * minute,
      peak: 9,
    });
    const found = { device: 'lid', position: null };
    const alarm = (id: string, from: number): LedgerEvent[] => [
      { kind: 'excursion-opened', ...found, excursion: { ...excursion(id, from), to: null } },
      {
        kind: 'excursion-closed',
        ...found,
        excursion: { ...excursion(id, from), to: from + 30 * minute },
        mergedInto: null,
      },
      { kind: 'alarm-cleared', ...found, rule: 'warm-20m', at: from + 50 * minute },
    ];
    const twice = [created, attached('lid'), ...alarm('1', start), ...alarm('2', start + 2 * hour)];
    expect(check(ledgerOf(...twice)).of('alarms-acknowledged').outcome).toBe('fail');
    const answered: LedgerEvent = { kind: 'alarm-acknowledged', rule: 'warm-20m', comment: 'door closed' };
    expect(check(ledgerOf(...twice, answered)).of('alarms-acknowledged')).toMatchObject({
      outcome: 'pass',
      sentence: 'All 2 alarms were acknowledged.',
    });
  });

  test('a sensor that was detached before it could read anything is ignored', () => {
    const entries = ledgerOf(
      created,
      attached('wrong'),
      { kind: 'device-detached', device: 'wrong', until: start + minute },
      attached('lid'),
      departed(),
      arrived(),
    );
    expect(check(entries).recommendation).toBe('release');
  });

  test.each<[string, Parameters<typeof check>[2], string]>([
    ['a profile that nobody approved', { approvedBy: null }, 'profile-approved'],
    ['a calibration that ended on the way', {}, 'calibration'],
    ['a label that was not scanned', {}, 'goods-identified'],
  ])('the check fails for %s, and no other check does', (what, options, id) => {
    const labelled = { ...created, sscc: '340123450000000017' };
    const facts =
      id === 'calibration'
        ? [created, attached('lid', start, { calibratedUntil: start + hour }), departed(), arrived()]
        : id === 'goods-identified'
          ? [labelled, ...clean.slice(1)]
          : clean;
    const { checks, recommendation, judged } = check(ledgerOf(...facts), steady, options);
    expect(
      checks.filter(({ outcome }) => outcome === 'fail').map((each) => each.id),
      what,
    ).toEqual([id]);
    expect([recommendation, judged]).toEqual(['quarantine', 'release']);
  });
});

describe('the label', () => {
  const labelled = ledgerOf({ ...created, sscc: '340123450000000017' }, ...clean.slice(1));

  test('the label belongs to the shipment', () => {
    const checked = check(labelled, steady, { scanned: '340123450000000017' });
    expect(checked.of('goods-identified')).toEqual({
      id: 'goods-identified',
      outcome: 'pass',
      sentence: 'The label reads 340123450000000017, as planned.',
    });
    expect(checked.recommendation).toBe('release');
  });

  test.each([
    ['the next one of the same company', '340123450000000024'],
    ['another company with the same serial reference', '340123520000000017'],
    ['another packaging of the same number', '940123450000000019'],
  ])('the label belongs to other goods where it is that of %s', (_, scanned) => {
    const checked = check(labelled, steady, { scanned });
    expect(checked.of('goods-identified')).toEqual({
      id: 'goods-identified',
      outcome: 'fail',
      sentence: `Wrong goods: the label reads ${scanned}, the shipment is 340123450000000017.`,
    });
    expect(checked.recommendation).toBe('quarantine');
  });
});

describe('a missing calibration date', () => {
  const unknown = [
    created,
    attached('lid', start, { calibratedUntil: null }),
    attached('floor'),
    departed(),
    arrived(),
  ];
  const readings = { lid: steady.lid, floor: steady.lid };
  const required = { ...warmProfile, calibrationRequired: true };
  const release = { decision: 'released', reason: '', lots: [], corrects: null } as const;

  test('the check is not known, and the recommendation is unchanged', () => {
    const checked = check(ledgerOf(...unknown), readings);
    expect(checked.of('calibration')).toEqual({
      id: 'calibration',
      outcome: 'not-known',
      sentence: 'Calibration date of lid unknown: check its certificate.',
    });
    expect([checked.recommendation, checked.judged, checked.calibrationMissing]).toEqual([
      'release',
      'release',
      [],
    ]);
    expect(refusalOfDecision(release, checked, [])).toBeNull();
  });

  test('where the profile requires a calibration, only a release needs a reason', () => {
    const checked = check(ledgerOf(...unknown), readings, { profile: required });
    expect(checked.of('calibration').outcome).toBe('not-known');
    expect([checked.recommendation, checked.calibrationMissing]).toEqual(['release', ['lid']]);
    expect(refusalOfDecision(release, checked, [])).toBe(
      'the calibration of lid is unknown and the profile requires it; say why you release without it: "reason"',
    );
    expect(refusalOfDecision({ ...release, reason: 'certificate seen' }, checked, [])).toBeNull();
    const warm = { lid: temperatures(times(31, 9) as number[]), floor: steady.lid };
    const bad = check(ledgerOf(...unknown), warm, { profile: required });
    expect(bad.recommendation).toBe('quarantine');
    expect(refusalOfDecision({ ...release, decision: 'quarantined' }, bad, [])).toBeNull();
  });

  test('no reason is needed where the sensor does not decide, or its calibration is known', () => {
    const spare = [
      created,
      attached('lid'),
      attached('floor', start, { role: 'spare', calibratedUntil: null }),
      departed(),
      arrived(),
    ];
    const checked = check(ledgerOf(...spare), readings, { profile: required });
    expect([checked.of('calibration').outcome, checked.calibrationMissing]).toEqual(['pass', []]);
  });

  test('the missing date is reported together with a calibration that expired', () => {
    const ended = [
      created,
      attached('lid', start, { calibratedUntil: null }),
      attached('floor', start, { calibratedUntil: start + hour }),
      departed(),
      arrived(),
    ];
    expect(check(ledgerOf(...ended), readings).of('calibration')).toMatchObject({
      outcome: 'fail',
      sentence:
        'The calibration of floor expired 2026-01-01 01:00 UTC. Calibration date of lid unknown: check its certificate.',
    });
  });

  test('the verdict does not change by a byte, whatever the profile requires', () => {
    const verdictBy = (profile: object) =>
      verdictText(evaluateShipment(ledgerOf(...unknown), recordOf(readings, profile), start + 5 * hour));
    expect(verdictBy(required)).toBe(verdictBy(warmProfile));
  });
});

describe('a contradiction', () => {
  const warmLate = { lid: [...steady.lid, ...temperatures([9, 9, 9, 9], start + 90 * minute, 5 * minute)] };

  test('a contradiction by late readings is recorded once', () => {
    const checked = check(ledgerOf(...clean));
    const entries = released(clean, checked);
    expect(contradictionOf(entries, recordOf(steady))).toEqual([]);
    const lid = [
      ...steady.lid.filter(({ at }) => at < start + 90 * minute || at > start + 2 * hour),
      ...temperatures([9, 9, 9, 9], start + 90 * minute),
    ];
    const [newEntries] = contradictionOf(entries, recordOf({ lid }));
    expect(newEntries!.fact).toMatchObject({
      kind: 'release-contradicted',
      device: 'lid',
      failed: [{ device: 'lid', rule: 'warm-20m', worst: 1 }],
    });
    const withContradiction = ledgerOf(...entries.map(({ fact }) => fact), newEntries!.fact);
    expect(summarise(withContradiction).status).toBe('contradicted');
    expect(contradictionOf(withContradiction, recordOf({ lid }))).toEqual([]);
  });

  test.each<[string, LedgerEvent[]]>([
    ['a sensor attached afterwards', [attached('second', start + hour)]],
    [
      'a sensor declared broken afterwards',
      [{ kind: 'sensor-declared', device: 'lid', fate: 'broken', at: start + hour }],
    ],
    ['an arrival declared again', [arrived(start + 9 * hour)]],
    ['a detachment', [{ kind: 'device-detached', device: 'lid', until: start + 2 * hour }]],
  ])('there is no contradiction by %s', (_, later) => {
    const entries = released(clean, check(ledgerOf(...clean)), ...later);
    expect(contradictionOf(entries, recordOf(steady))).toEqual([]);
  });

  test('a warning-only rule does not contradict a release', () => {
    const note = {
      id: 'note',
      channel: 'temperature',
      above: 6,
      mode: 'instant',
      severity: 'info',
      judges: false,
    };
    const profile: object = { ...warmProfile, rules: [...warmProfile.rules, note] };
    const entries = released(clean, check(ledgerOf(...clean), steady, { profile }));
    const lid = [...steady.lid, { channel: 'temperature' as const, at: start + 95 * minute, value: 7 }];
    expect(contradictionOf(entries, recordOf({ lid }, profile))).toEqual([]);
  });

  test('a contradiction is found even where the label had kept the recommendation low', () => {
    const facts = [{ ...created, sscc: '340123450000000017' }, ...clean.slice(1)];
    const gap = steady.lid.filter(({ at }) => at < start + 90 * minute || at > start + 150 * minute);
    const tolerant = { ...warmProfile, completeness: { minimumCoverage: 0.5, longestGap: 'PT2H' } };
    const checked = check(ledgerOf(...facts), { lid: gap }, { profile: tolerant });
    expect([checked.recommendation, checked.judged]).toEqual(['quarantine', 'release']);
    const entries = released(facts, checked);
    const lid = [...gap, { channel: 'temperature' as const, at: start + 100 * minute, value: 9 }];
    expect(contradictionOf(entries, recordOf({ lid }, tolerant))).toHaveLength(1);
  });

  test('there is no contradiction where nothing was released', () => {
    expect(contradictionOf(ledgerOf(...clean), recordOf(warmLate))).toEqual([]);
  });
});

test('a decision against the recommendation, or without a complete record, needs a reason', () => {
  const whole = check(ledgerOf(...clean));
  const cut = check(ledgerOf(...clean), { lid: steady.lid.slice(0, 10) });
  const decided = (decision: 'released' | 'quarantined' | 'rejected', reason = '') => ({
    decision,
    reason,
    lots: [],
    corrects: null,
  });
  expect(refusalOfDecision(decided('released'), whole, [])).toBeNull();
  expect(refusalOfDecision(decided('quarantined'), whole, [])).toContain('release is recommended');
  expect(refusalOfDecision(decided('quarantined'), cut, [])).toContain('the record is not complete');
  expect(refusalOfDecision(decided('rejected', 'wet'), cut, [])).toBeNull();
  expect(refusalOfDecision(decided('released', '  '), cut, [])).toContain('the record is not complete');
  expect(refusalOfDecision({ ...decided('released'), corrects: 6 }, whole, [])).toContain('say why');
  expect(meaningOf({ decision: 'partly-released', lots: ['A', 'B'], corrects: 6 })).toBe(
    'partly released: lots A, B (replaces ledger entry 6)',
  );
});

test('a downsampled series keeps its extremes, its ends and its order', () => {
  const points = Array.from({ length: 5000 }, (_, index): [number, number] => [
    index,
    Math.sin(index) * (index === 2501 ? 50 : 1),
  ]);
  for (const most of [4, 5, 100, 1999]) {
    const few = downsample(points, most);
    expect(few.length).toBeLessThanOrEqual(most);
    expect(few[0]).toEqual(points[0]);
    expect(few.at(-1)).toEqual(points.at(-1));
    expect(few.map(([at]) => at)).toEqual(few.map(([at]) => at).toSorted((a, b) => a - b));
    const values = points.map(([, value]) => value);
    const stored = few.map(([, value]) => value);
    expect([Math.min(...stored), Math.max(...stored)]).toEqual([Math.min(...values), Math.max(...values)]);
  }
  expect(downsample(points.slice(0, 3), 4)).toHaveLength(3);
  expect(thin([1, 2, 3, 4, 5], 3)).toEqual([1, 3, 5]);
});

describe('messages after the arrival', () => {
  const asOf = start + 5 * hour;
  const valuesOf = (...more: Reading[]) => {
    const { checks, recommendation, judged } = check(ledgerOf(...clean), { lid: [...steady.lid, ...more] });
    return { ...checks.find(({ id }) => id === 'values-readable')!, recommendation, judged };
  };
  const refused = (at: number): Reading => ({
    channel: 'refused',
    at,
    text: 'the payload is neither JSON nor CBOR',
    offScale: null,
    bound: null,
  });
  /** What an empty message is decoded to. */
  const emptied = (payload: string): Reading =>
    decodeMessage(Buffer.from(payload), start + 4 * hour + minute).readings[0]!;
  const backlog = (at: number, oldest: number): Reading => ({
    channel: 'backlog',
    at,
    value: (at - oldest) / 1000,
  });

  test('refused messages after the arrival need review, because they may contain stored readings', () => {
    expect(valuesOf(refused(start + 4 * hour + minute))).toEqual({
      id: 'values-readable',
      outcome: 'fail',
      recommendation: 'quarantine',
      judged: 'release',
      sentence:
        'Messages that lid sent after 2026-01-01 04:00 UTC, the end of the evaluated time, were not understood (1 message refused: the payload is neither JSON nor CBOR). They may contain stored readings of the journey.',
    });
  });

  test('messages with times that no device can have stored are listed as well', () => {
    const { outcome, sentence } = valuesOf(backlog(start + 4 * hour + minute, start - 1024 * 168 * hour));
    expect(outcome).toBe('fail');
    expect(sentence).toContain('(1 message with misplaced times: check its clock).');
  });

  test.each<[string, Reading]>([
    ['messages after the moment of evaluation', refused(asOf + minute)],
    ['times of an earlier journey', backlog(start + 4 * hour + minute, start - 30 * 24 * hour)],
    ['an empty list', emptied('[]')],
    ['an empty payload', emptied(' ')],
  ])('the list of messages does not include %s', (_, reading) => {
    expect(valuesOf(reading)).toMatchObject({ outcome: 'pass', recommendation: 'release' });
  });
});
