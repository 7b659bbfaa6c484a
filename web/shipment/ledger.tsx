import { type ReactNode, useState } from 'react';
import type { Names } from '../files/sensor-names.ts';
import type { Profile } from '../profiles/profile-versions.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { entryInWords } from './entry-in-words.ts';
import type { Entry } from './record.ts';

const atFirst = 12;
const urgentKinds = new Set(['excursion-opened', 'contact-lost', 'release-contradicted', 'alarm-escalated']);
const byPeople = new Set([
  'plan-changed',
  'shipment-cancelled',
  'receipt-signed',
  'alarm-acknowledged',
  'sensor-declared',
  'file-set-aside',
  'handed-over',
  'link-created',
  'link-revoked',
  'predecessor-named',
  'predecessor-withdrawn',
  'opening-entered',
  'time-readmitted',
]);

/** The ledger as a timeline, the newest entry first. */
export function Ledger({
  entries,
  profiles,
  names,
}: {
  entries: readonly Entry[];
  profiles: readonly Profile[];
  names: Names;
}): ReactNode {
  const formats = useFormats();
  const [shown, setShown] = useState(atFirst);
  const newest = entries.toReversed();
  return (
    <>
      <ol className="timeline" reversed>
        {newest.slice(0, shown).map((entry) => {
          const { sequence, recordedAt, by, why, fact, hash } = entry;
          const said = entryInWords(entry, formats, profiles, names, entries);
          const kind = urgentKinds.has(fact.kind) ? 'loud' : byPeople.has(fact.kind) ? 'person' : '';
          return (
            <li key={sequence} value={sequence} className={kind}>
              <span>{said}</span>
              <span className="quiet block">
                {formats.moment(recordedAt)}, {texts.ledger.by(by)}
                {why !== '' && !said.includes(why) && `: ${why}`} <code title={hash}>{hash.slice(0, 8)}</code>
              </span>
            </li>
          );
        })}
      </ol>
      {newest.length > shown && (
        <button type="button" className="link" onClick={() => setShown(newest.length)}>
          {texts.shipment.showEarlier(newest.length - shown)}
        </button>
      )}
    </>
  );
}
