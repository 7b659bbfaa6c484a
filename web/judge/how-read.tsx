import type { ReactNode } from 'react';
import type { FileAlarm } from '../../src/logger-files/logger-alarms.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { judgeTexts as word } from '../texts/judge.ts';

/** At most this many rows of a file are listed. */
const listedAtMost = 5;

/** How each file was read, what of it was refused, and what the logger says of its own alarms. */
export function HowRead({
  files,
  loggerAlarms,
}: {
  files: Verdict['input'];
  loggerAlarms: readonly FileAlarm[];
}): ReactNode {
  return (
    <section>
      <h2>{word.howRead}</h2>
      <ul className="how-read">
        {files.map(({ name, sha256, format, readings, duplicates, unreadable, refused }) => (
          <li key={sha256}>
            <p>
              <b>{name}</b>: {format}
            </p>
            <p>
              {[
                word.readings(readings),
                ...(duplicates > 0 ? [word.duplicates(duplicates)] : []),
                ...(unreadable.length > 0 ? [word.unreadable(unreadable.length)] : []),
                ...(refused.length > 0 ? [word.refusedRows(refused.length)] : []),
              ].join(', ')}
            </p>
            {refused.length > 0 && (
              <ul className="reasons">
                {refused.slice(0, listedAtMost).map(({ line, reason }) => (
                  <li key={line}>{word.line(line, reason)}</li>
                ))}
                {refused.length > listedAtMost && <li>{word.more(refused.length - listedAtMost)}</li>}
              </ul>
            )}
            <p className="quiet">
              SHA-256 <code className="hash">{sha256}</code>
            </p>
          </li>
        ))}
      </ul>
      {loggerAlarms.length > 0 && (
        <>
          <h3>{word.loggerAlarms}</h3>
          <ul className="reasons">
            {/* The alarms that went off come first. */}
            {loggerAlarms
              .toSorted((a, b) => Number(b.isAlarm) - Number(a.isAlarm))
              .slice(0, listedAtMost)
              .map(({ file, line, text, isAlarm }) => (
                <li key={`${file} ${line} ${text}`}>{word.loggerAlarm(isAlarm, file, line, text)}</li>
              ))}
            {loggerAlarms.length > listedAtMost && (
              <li>{word.moreInFile(loggerAlarms.length - listedAtMost)}</li>
            )}
          </ul>
        </>
      )}
    </section>
  );
}
