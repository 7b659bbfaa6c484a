import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState } from '../../src/evaluation/device-state.ts';
import { type Transition, evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { evaluationContextOf } from '../../src/evaluation/evaluation-context.ts';
import { partOfRule, plainRuleId, resolveProfile } from '../../src/model/combined-profile.ts';
import { combinedVersion, isCombined, partsOfVersion } from '../../src/model/combined-version.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { ProfileVersion } from '../../src/model/profile-version.ts';
import { writtenVersion } from '../../src/model/written-version.ts';
import { ruleIn } from '../../src/shipments/rule-in.ts';
import { stateOf, writeState } from '../../src/storage/device-state-codec.ts';
import { profiles, readings } from '../support/arbitrary-records.ts';
import { start } from '../support/series.ts';

/** Ids that profiles and rules may have. */
const id = fc.oneof(
  fc.constantFrom(
    'constructor',
    'toString',
    'valueOf',
    'a',
    'A',
    '1',
    'a.1',
    'a_',
    'a-',
    'a.',
    '0_._-',
    'null',
  ),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
);
const version = fc.record({ id, version: fc.constantFrom(1, 2, 10, 999_999_999) });
const versions = fc.uniqueArray(version, { minLength: 1, maxLength: 20, selector: writtenVersion });

/** Profiles of these versions, whose rules have ids of any kind. */
const parts: fc.Arbitrary<Profile[]> = fc
  .tuple(
    versions,
    fc.array(fc.tuple(profiles, fc.uniqueArray(id, { minLength: 4, maxLength: 4 })), {
      minLength: 20,
      maxLength: 20,
    }),
  )
  .map(([all, made]) =>
    all.map((of, index) => {
      const [part, ids] = made[index]!;
      return { ...part, ...of, rules: part.rules.map((each, place) => ({ ...each, id: ids[place]! })) };
    }),
  );
const readFrom =
  (all: readonly Profile[]) =>
  ({ id: of, version: number }: ProfileVersion): Profile =>
    all.find((each) => each.id === of && each.version === number)!;

describe('a combined profile of any ids', () => {
  test('has the same parts again, each once, in their order', () => {
    fc.assert(
      fc.property(versions, (all) => {
        const combined = combinedVersion([...all, ...all.toReversed()]);
        expect(partsOfVersion(combined)).toEqual(all);
        expect(isCombined(combined)).toBe(all.length > 1);
        expect(combinedVersion(partsOfVersion(combined))).toEqual(combined);
        expect(partsOfVersion({ ...all[0]!, id: `+${all[0]!.id}` })).toEqual([all[0]]);
      }),
    );
  });

  test('has a rule of its own id for each rule of each part, which leads back to it alone', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const { rules } = resolveProfile(combinedVersion(all), readFrom(all));
        if (all.length === 1) return;
        expect(new Set(rules.map((each) => each.id)).size).toBe(all.flatMap((each) => each.rules).length);
        for (const { id: ofLedger } of rules) {
          const owners = all.filter((each) => ruleIn(each, ofLedger) !== null);
          expect(owners.map(writtenVersion)).toEqual([writtenVersion(partOfRule(ofLedger)!)]);
          expect(owners[0]!.rules.map((each) => each.id)).toContain(plainRuleId(ofLedger));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('finds what each part finds alone, through states that are stored after every reading', () => {
    fc.assert(
      fc.property(readings, parts, (record, all) => {
        const sorted = record.filter((each) => !('text' in each)).toSorted((a, b) => a.at - b.at);
        const contextOf = (by: Profile) =>
          evaluationContextOf(
            by,
            {
              since: start,
              role: 'product',
              declaredAt: null,
              calibratedUntil: null,
              phases: { departedAt: null, arrivedAt: null },
            },
            null,
          );
        const openedBy = (by: Profile): string[] => {
          const transitions: Transition[] = [];
          let state = initialState;
          for (const each of sorted) {
            const progress = evaluateIncrement(state, [each], contextOf(by));
            if (progress.late) return ['late'];
            state = stateOf(writeState(progress.state));
            transitions.push(...progress.transitions);
          }
          return transitions.map(({ kind, rule: of, at: when, from }) => `${of} ${kind} ${from} ${when}`);
        };
        const found = openedBy(resolveProfile(combinedVersion(all), readFrom(all)));
        if (found.includes('late') || all.length === 1) return;
        for (const part of all) {
          const own = `${writtenVersion(part)}:`;
          const ofPart = found.filter((each) => each.startsWith(own)).map((each) => each.slice(own.length));
          expect(ofPart.toSorted()).toEqual(openedBy(part).toSorted());
        }
      }),
      { numRuns: 60 },
    );
  });
});
