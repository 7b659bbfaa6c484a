import { type ReactNode, useState } from 'react';
import { WebhookSecret } from '../alerts/webhook-secret.tsx';
import { Loaded, Problem } from '../parts/problem.tsx';
import { alertTexts } from '../texts/alerts.ts';
import { laneTexts as word } from '../texts/lanes.ts';
import { EditSubscriber } from './edit-subscriber.tsx';
import { SubscriberItem } from './subscriber-item.tsx';
import { type Subscriber, useLanes } from './use-lanes.ts';

/** Who outside the organisation is told of the lanes of a site, by lane. */
export function LaneList({ site, places }: { site: string; places: readonly string[] }): ReactNode {
  const lanes = useLanes(site);
  const [edited, setEdited] = useState<Subscriber | 'new' | null>(null);
  const [secret, setSecret] = useState<{ readonly address: string; readonly secret: string } | null>(null);
  return (
    <>
      <p>{word.lead}</p>
      <Loaded of={lanes.found}>
        {({ mailFrom, items }) => (
          <>
            {mailFrom === null && <p className="warn">{alertTexts.noMail}</p>}
            {secret !== null && <WebhookSecret {...secret} onSeen={() => setSecret(null)} />}
            {lanes.save.error !== null && edited === null && <Problem error={lanes.save.error} />}
            {items.length === 0 && <p className="empty">{word.none}</p>}
            {byLane(items).map(([lane, own]) => (
              <section key={lane}>
                <h2>{lane}</h2>
                <ul className="alert-list">
                  {own.map((each) => (
                    <SubscriberItem
                      key={each.subscriber}
                      subscriber={each}
                      lanes={lanes}
                      onEdit={() => setEdited(each)}
                    />
                  ))}
                </ul>
              </section>
            ))}
            <button type="button" className="add-alert" onClick={() => setEdited('new')}>
              {word.add}
            </button>
            {edited !== null && (
              <EditSubscriber
                site={site}
                before={edited === 'new' ? null : edited}
                mailFrom={mailFrom}
                places={places}
                save={lanes.save}
                onSaved={({ address, secret: own }) => {
                  if (own !== null) setSecret({ address, secret: own });
                }}
                onClose={() => setEdited(null)}
              />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

/** Subscribers by the id of their lane, whose names may be written differently; each under the first way. */
function byLane(items: readonly Subscriber[]): (readonly [lane: string, own: readonly Subscriber[]])[] {
  const lanes = Map.groupBy(items, ({ subscriber }) => subscriber.split('-')[0]!);
  return [...lanes.values()]
    .map((own) => [word.lane(own[0]!.origin, own[0]!.destination), own] as const)
    .toSorted(([a], [b]) => a.localeCompare(b));
}
