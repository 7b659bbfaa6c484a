import { expect, test } from 'vitest';
import { checkAllowances } from '../../src/allowances/check-allowances.ts';
import { type Opening, legAccountOf } from '../../src/allowances/leg-account.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import { at } from '../support/facts.ts';
import { everyTenMinutes, hour, minute, times } from '../support/series.ts';

test.each(['out', 'constructor', 'toString', 'valueOf', 'hasOwnProperty'])(
  'of the allowance %s nothing is known that nobody entered, and nothing is left once it is used up',
  (id) => {
    const limits = {
      allowances: [{ id, limit: { kind: 'above' as const, limit: 8 }, totalMs: hour }],
      freezeThaw: null,
      longestGapMs: 2 * hour,
    };
    const opening: Opening = { kind: 'spent', spent: {}, cycles: null, source: 'list', reason: 'told' };
    const facts = { shipment: 'S-1', product: 'a', lots: [], from: at(0), to: at(60), ledgerHead: 'h' };
    const sensor = {
      device: 'lid',
      from: at(0),
      to: at(60),
      record: recordOf(everyTenMinutes(times(7, 9))),
      cadence: { reportingIntervalMs: 10 * minute, maxGapMs: 30 * minute },
    };
    const leg = legAccountOf({ ...facts, opening, predecessors: [], readmissions: [] }, [sensor], limits);
    const [found] = checkAllowances(limits, leg, [leg], null);
    expect(found).toMatchObject({ outcome: 'fail', used: { before: 0, here: hour, left: 0, openings: [] } });
    expect(found!.used.unknown).toHaveLength(1);
    // An account that was made for other allowances says nothing of this one.
    const other = { ...limits, allowances: [{ ...limits.allowances[0]!, id: 'other', totalMs: minute }] };
    expect(
      checkAllowances(
        limits,
        {
          ...leg,
          sensors: legAccountOf({ ...facts, opening, predecessors: [], readmissions: [] }, [sensor], other)
            .sensors,
        },
        [],
        null,
      )[0],
    ).toMatchObject({ used: { here: hour } });
  },
);
