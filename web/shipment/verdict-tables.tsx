import type { ReactNode } from 'react';
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
    <section key={`${each.device} ${each.judgement.span.from}`}>
      <h2>{texts.shipment.verdictOf(names.sensor(each.device))}</h2>
      <Judgement judgement={each.judgement} profiles={profiles} inWords={inWords} />
    </section>
  ));
}
