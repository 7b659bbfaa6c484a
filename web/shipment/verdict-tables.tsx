import type { ReactNode } from 'react';
import { writtenVersion } from '../../src/model/written-version.ts';
import type { Names } from '../files/sensor-names.ts';
import type { WrittenProfile } from '../profiles/limit-rules.ts';
import { texts } from '../texts.ts';
import { Judgement } from './judgement.tsx';
import { type Verdict, sensorsOf } from './record.ts';

/** The details of each sensor's verdict in tables: rules, excursions, gaps. */
export function VerdictTables({
  verdict,
  names,
  sensor,
  profiles,
  inWords,
}: {
  verdict: Verdict;
  names: Names;
  sensor: string | null;
  profiles: readonly WrittenProfile[];
  inWords: ReadonlyMap<string, string>;
}): ReactNode {
  return sensorsOf(verdict, sensor).map((each) => (
    <section key={`${each.device} ${each.product} ${each.judgement.span.from}`}>
      <h2>
        {texts.shipment.verdictOf([names.sensor(each.device), ...nameOf(verdict, each.product)].join(', '))}
      </h2>
      <Judgement judgement={each.judgement} {...ownRules(each, profiles, inWords)} />
    </section>
  ));
}

/** The name of a product of a verdict, as a list; an empty one where the shipment has one product. */
function nameOf({ products = [] }: Verdict, product: string | undefined): string[] {
  return products.filter(({ id }) => id === product).map(({ name }) => name);
}

/** The rules of the profile by which a sensor was evaluated: those of other products may have the same ids. */
function ownRules(
  { profile }: Verdict['sensors'][number],
  profiles: readonly WrittenProfile[],
  inWords: ReadonlyMap<string, string>,
): { readonly profiles: readonly WrittenProfile[]; readonly inWords: ReadonlyMap<string, string> } {
  const version = `${writtenVersion(profile)}:`;
  const own = [...inWords].filter(([rule]) => rule.startsWith(version));
  return {
    profiles: profiles.filter(({ profile: { id } }) => id === profile.id),
    inWords: new Map(own.map(([rule, words]) => [rule.slice(version.length), words])),
  };
}
