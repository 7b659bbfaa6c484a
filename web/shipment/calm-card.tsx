import type { ReactNode } from 'react';
import { plainRuleId } from '../../src/model/combined-profile.ts';
import type { DiagnosticKind } from '../../src/model/diagnostic-kind.ts';
import { whatToDo } from '../../src/model/what-to-do.ts';
import { agoInWords, durationInWords } from '../format/duration.ts';
import { useNow } from '../format/use-now.ts';
import { latestOf } from '../parts/latest-of.ts';
import { Mark } from '../parts/mark.tsx';
import type { ShipmentState } from '../parts/shipment-state.ts';
import { useFormats } from '../session/preferences.tsx';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { rangeSoFar } from './range-so-far.ts';
import type { Verdict } from './record.ts';
import type { Shown } from './shown.ts';

const word = pageTexts.card;

/** What is true of a shipment without an open alarm: in range since when, or what is not known, and what to do. */
export function CalmCard({
  shown,
  verdict,
  inWords,
}: {
  shown: Shown;
  /** Undefined until it is loaded. */
  verdict: Verdict | undefined;
  inWords: ReadonlyMap<string, string>;
}): ReactNode {
  const { silentDevices, sensors, warnings, attachments } = shown;
  const now = useNow();
  const { moment } = useFormats();
  const unreadable = sensors.filter((sensor) => sensor.role === 'product' && sensor.unreadable !== null);
  // What has its own line is not said twice.
  const others = warnings.filter((kind) => kind !== 'contact-lost' && kind !== 'channel-unreadable');
  const lines: [ShipmentState, string, string][] = [
    ...silentDevices.map((device): [ShipmentState, string, string] => {
      const readAt = sensors.find((each) => each.device === device)?.readAt ?? null;
      const ago = readAt === null ? null : agoInWords(Date.parse(readAt), now);
      return ['silent', word.offline(device, ago), `${word.offlineHint} ${whatToDo['contact-lost'].todo}`];
    }),
    ...unreadable.map(({ device, unreadable: what }): [ShipmentState, string, string] => [
      'warning',
      word.unreadable(device, moment(what!.since)),
      whatToDo['channel-unreadable'].todo,
    ]),
    ...others.map((kind): [ShipmentState, string, string] => [
      'warning',
      word.warning(texts.warnings[kind] ?? kind),
      whatToDo[kind as DiagnosticKind]?.todo ?? '',
    ]),
  ];
  return (
    <>
      {lines.map(([state, sentence, hint]) => (
        <div key={sentence} className="situation">
          <h2>
            <Mark state={state} /> {sentence}
          </h2>
          <p>{hint}</p>
        </div>
      ))}
      {attachments.length === 0 ? (
        <h2>
          <Mark state="planned" /> {word.noSensor}
        </h2>
      ) : (
        <Range shown={shown} verdict={verdict} inWords={inWords} isFirst={lines.length === 0} />
      )}
    </>
  );
}

/** The temperature so far, in a sentence. It is the heading unless something else is more important. */
function Range({
  shown,
  verdict,
  inWords,
  isFirst,
}: {
  shown: Shown;
  verdict: Verdict | undefined;
  inWords: ReadonlyMap<string, string>;
  isFirst: boolean;
}): ReactNode {
  const { moment, percent, temperature } = useFormats();
  const now = useNow();
  const Heading = isFirst ? 'h2' : 'p';
  if (verdict === undefined) return <Heading className="quiet">{word.evaluating}</Heading>;
  const range = rangeSoFar(verdict);
  if (range.kind === 'no-readings')
    return (
      <>
        <Heading>
          <Mark state="planned" /> {word.noReadings}
        </Heading>
        <p>{word.noReadingsHint}</p>
      </>
    );
  const { count, seconds } = range.gaps;
  const latest = latestOf(shown.sensors);
  return (
    <>
      <Heading>
        <Mark state={range.kind === 'in-range' ? 'travelling' : 'warning'} />{' '}
        {range.kind === 'was-exceeded'
          ? word.wasExceeded(
              inWords.get(range.rule) ?? plainRuleId(range.rule),
              range.since === null ? null : moment(range.since),
            )
          : range.kind === 'mean-exceeded'
            ? word.meanExceeded
            : range.kind === 'partly-used'
              ? word.partlyUsed(percent(range.used), inWords.get(range.rule) ?? plainRuleId(range.rule))
              : shown.arrivedAt === null
                ? word.inRange(moment(range.since))
                : word.inRangeTo(moment(range.since), moment(range.to))}
      </Heading>
      <p>
        {latest !== null && word.latest(temperature(latest.celsius), agoInWords(Date.parse(latest.at), now))}{' '}
        {count > 0 && word.withGaps(count, durationInWords(seconds))}
      </p>
    </>
  );
}
