import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { inRoundNumbers } from '../../src/model/in-round-numbers.ts';
import { Recommendation } from '../parts/recommendation.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { profileTexts } from '../texts/profiles.ts';
import type { Answer } from '../api/answer.ts';

const word = profileTexts;
type Previewed = Answer<'previewProfile'>['items'][number];

/** Shows which recommendations would change. */
export function Preview({ items }: { items: readonly Previewed[] }): ReactNode {
  const changed = items.filter(
    ({ was, would }) =>
      was.recommendation !== would.recommendation || was.failed.join() !== would.failed.join(),
  );
  return (
    <section className="card" role="status">
      <h2>{word.preview}</h2>
      <p>
        {items.length === 0
          ? word.previewNone
          : changed.length === 0
            ? word.previewSame
            : word.previewChanged(changed.length, items.length)}
      </p>
      {changed.length > 0 && (
        <Scroll label={word.preview}>
          <table>
            <thead>
              <tr>
                <th scope="col">{profileTexts.shipment}</th>
                <th scope="col">{word.was}</th>
                <th scope="col">{word.would}</th>
                <th scope="col">{word.why}</th>
              </tr>
            </thead>
            <tbody>
              {changed.map(({ shipment, goods, was, would }) => (
                <tr key={shipment}>
                  <th scope="row">
                    <Link href={`/shipments/${encodeURIComponent(shipment)}`}>{shipment}</Link>
                    <span className="quiet block">{goods}</span>
                  </th>
                  <td>
                    <Recommendation of={was.recommendation} />
                    {failing(was.failed)}
                  </td>
                  <td>
                    <Recommendation of={would.recommendation} />
                    {failing(would.failed)}
                  </td>
                  <td>
                    <ul>
                      {would.reasons
                        .filter((reason) => !was.reasons.includes(reason))
                        .map((reason) => (
                          <li key={reason}>{inRoundNumbers(reason)}</li>
                        ))}
                    </ul>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

function failing(failed: readonly string[]): string {
  return `${word.failing}: ${failed.length === 0 ? word.none : failed.join(', ')}`;
}
