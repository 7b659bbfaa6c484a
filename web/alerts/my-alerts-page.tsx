import { type ReactNode, useState } from 'react';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { alertTexts as word } from '../texts/alerts.ts';
import { AlertItem } from './alert-item.tsx';
import { BrowserNotifications } from './browser-notifications.tsx';
import { EditAlert } from './edit-alert.tsx';
import { type MyAlert, useMyAlerts } from './use-my-alerts.ts';
import { WebhookSecret } from './webhook-secret.tsx';

/** What this person is told, where and when. */
export default function MyAlertsPage(): ReactNode {
  const alerts = useMyAlerts();
  const [edited, setEdited] = useState<MyAlert | 'new' | null>(null);
  const [secret, setSecret] = useState<{ readonly address: string; readonly secret: string } | null>(null);
  const keepSecret = ({ address, secret: own }: { address: string; secret: string | null }): void => {
    if (own !== null) setSecret({ address, secret: own });
  };
  return (
    <Page title={word.title} className="my-alerts">
      <p>{word.lead}</p>
      <Loaded of={alerts.found}>
        {({ mailFrom, items }) => (
          <>
            {mailFrom === null && <p className="warn">{word.noMail}</p>}
            {secret !== null && <WebhookSecret {...secret} onSeen={() => setSecret(null)} />}
            {items.length === 0 ? (
              <p className="empty">{word.none}</p>
            ) : (
              <ul className="alert-list">
                {items.map((alert) => (
                  <AlertItem
                    key={alert.alert}
                    alert={alert}
                    isWaiting={alerts.waitsFor === alert.alert}
                    onEdit={() => setEdited(alert)}
                    onSecret={keepSecret}
                    alerts={alerts}
                  />
                ))}
              </ul>
            )}
            <button type="button" className="primary add-alert" onClick={() => setEdited('new')}>
              {word.add}
            </button>
            {edited !== null && (
              <EditAlert
                before={edited === 'new' ? null : edited}
                mailFrom={mailFrom}
                save={alerts.save}
                onSaved={keepSecret}
                onClose={() => setEdited(null)}
              />
            )}
          </>
        )}
      </Loaded>
      <BrowserNotifications />
    </Page>
  );
}
