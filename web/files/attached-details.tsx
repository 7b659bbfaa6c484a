import type { ReactNode } from 'react';
import type { AttachedFile } from '../../src/model/attached-file.ts';
import { durationInWords } from '../format/duration.ts';
import { useFormats } from '../session/preferences.tsx';
import type { NamedProduct } from '../plan/stands-for.tsx';
import { filesTexts } from '../texts/files.ts';
import { productTexts } from '../texts/products.ts';

const { files: word } = filesTexts;

/** What was read from an attached file, and what the logger itself says of its alarms. */
export function AttachedDetails({
  file,
  products,
}: {
  file: AttachedFile;
  products: readonly NamedProduct[];
}): ReactNode {
  const { shortMoment, moment } = useFormats();
  const { serial, intervalSeconds, timeZone, readings, from, to, format, sha256 } = file;
  const facts: readonly (readonly [string, string])[] = [
    [word.serial, serial ?? word.noSerial],
    ...(products.length === 0 ? [] : [[productTexts.stand.title, stoodWith(file, products)] as const]),
    [word.interval, intervalSeconds === null ? word.noInterval : durationInWords(intervalSeconds)],
    [word.timeZone, timeZone ?? word.zoneInFile],
    ...(readings === null || from === null || to === null
      ? []
      : [[word.readings, word.period(readings, shortMoment(from), moment(to))] as const]),
  ];
  return (
    <>
      <dl className="file-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {file.rowsWithoutTime > 0 && <p className="warn">{word.rowsWithoutTime(file.rowsWithoutTime)}</p>}
      {file.loggerAlarmsDiffer !== null && <p className="warn">{file.loggerAlarmsDiffer}</p>}
      <details>
        <summary>{word.howRead}</summary>
        {format !== null && <p>{format}</p>}
        <LoggerAlarms alarms={file.loggerAlarms} />
        <p className="quiet">
          {word.hash} <code className="hash">{sha256}</code>
        </p>
      </details>
    </>
  );
}

/** The products that the file stands for; all of them also where nobody was asked. */
function stoodWith({ products: own }: AttachedFile, products: readonly NamedProduct[]): string {
  if (own == null) return productTexts.stand.all;
  return own.map((id) => products.find((each) => each.id === id)?.name ?? id).join(', ');
}

/** The logger's own alarms, by its own limits; those that went off come first. */
function LoggerAlarms({ alarms }: { alarms: AttachedFile['loggerAlarms'] }): ReactNode {
  if (alarms.length === 0) return <p className="quiet">{word.noLoggerAlarms}</p>;
  return (
    <>
      <h3>{word.loggerAlarms}</h3>
      <ul className="reasons">
        {alarms
          .toSorted((a, b) => Number(b.isAlarm) - Number(a.isAlarm))
          .map(({ text, isAlarm }) => (
            <li key={`${isAlarm} ${text}`}>{isAlarm ? word.alarm(text) : word.noAlarm(text)}</li>
          ))}
      </ul>
    </>
  );
}
