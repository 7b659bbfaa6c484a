import type { ReactNode } from 'react';
import type { RecordVerdict } from '../../src/model/verdict.ts';
import { durationInWords } from '../format/duration.ts';
import { Scroll } from '../parts/scroll.tsx';
import { type WrittenProfile, quantityOf } from '../profiles/limit-rules.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';

const word = texts.shipment;

/** A record's verdict in figures and tables: rules, excursions, gaps. */
export function Judgement({
  judgement,
  profiles,
  inWords,
}: {
  judgement: Pick<RecordVerdict, 'coverage' | 'rules' | 'excursions' | 'meanKineticTemperature'>;
  profiles: readonly WrittenProfile[];
  inWords: ReadonlyMap<string, string>;
}): ReactNode {
  const formats = useFormats();
  const { coverage, rules, excursions, meanKineticTemperature: mean } = judgement;
  const seconds = (value: number | null): string => (value === null ? '–' : durationInWords(value));
  return (
    <>
      <dl className="figures">
        <div>
          <dt>{word.coverage}</dt>
          <dd>{coverage.ratio === null ? '–' : formats.percent(coverage.ratio)}</dd>
        </div>
        {mean !== null && (
          <div>
            <dt>{word.meanKinetic}</dt>
            <dd>
              {mean.celsius === null ? word.notDeterminable : formats.preciseTemperature(mean.celsius)}{' '}
              <span className="quiet">{word.of(formats.limit('temperature', mean.limit))}</span>
            </dd>
          </div>
        )}
      </dl>
      <Scroll label={word.rule}>
        <table>
          <thead>
            <tr>
              <th scope="col">{word.rule}</th>
              <th scope="col">{word.outcome}</th>
              <th scope="col">{word.observed}</th>
              <th scope="col">
                {word.worstCase} <span className="quiet">({word.worstCaseHint})</span>
              </th>
              <th scope="col">{word.allowed}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <tr key={rule.id}>
                <th scope="row">
                  {rule.id}
                  <span className="quiet block">{inWords.get(rule.id)}</span>
                </th>
                <td className={`outcome ${rule.outcome}`}>{texts.outcomes[rule.outcome]}</td>
                <td>{seconds(rule.observedSeconds)}</td>
                <td>{seconds(rule.worstCaseSeconds)}</td>
                <td>{seconds(rule.allowedSeconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <h3>{word.excursions}</h3>
      {excursions.length === 0 ? (
        <p className="quiet">{word.noExcursions}</p>
      ) : (
        <Scroll label={word.excursions}>
          <table>
            <thead>
              <tr>
                <th scope="col">{word.rule}</th>
                <th scope="col">{word.from}</th>
                <th scope="col">{word.to}</th>
                <th scope="col">{word.observed}</th>
                <th scope="col">{word.peak}</th>
              </tr>
            </thead>
            <tbody>
              {excursions.map(({ rule, from, to, observedSeconds, peak }) => (
                <tr key={`${rule} ${from}`}>
                  <th scope="row">{rule}</th>
                  <td>{formats.moment(from)}</td>
                  <td>{to === null ? word.goesOn : formats.moment(to)}</td>
                  <td>{durationInWords(observedSeconds)}</td>
                  <td>{quantityOf(profiles, rule, peak, formats)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <h3>{word.gaps}</h3>
      {coverage.gaps.length === 0 ? (
        <p className="quiet">{word.noGaps}</p>
      ) : (
        <ul>
          {coverage.gaps.map(({ from, to, seconds: length, cause }) => (
            <li key={from}>
              {formats.moment(from)} – {formats.moment(to)} ({durationInWords(length)}, {word.causes[cause]})
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
