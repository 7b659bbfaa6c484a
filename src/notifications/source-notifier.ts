import type { SourceNotification } from '../model/source-notification.ts';
import { count, logger } from '../runtime/observability.ts';
import { devicesOfSource } from '../storage/source-devices.ts';
import { markSilenceNotified } from '../storage/source-silence.ts';
import { readSource } from '../storage/sources.ts';
import type { Database } from '../storage/tables.ts';
import { type SilentSource, type SourceMessage, composeSources } from './compose-sources.ts';
import { betweenPublicationsMs } from './pace.ts';
import type { Receiver } from './receiver.ts';

/** What is due: of a silent source its silence, of one that is heard again null. */
type Due = SilentSource & { readonly kind: SourceNotification['kind']; readonly silence: number | null };

/**
 * Makes what notifies people of the silence of sources. Sources of one audience are published together. Never rejects:
 * what fails is asked for again a minute later. Only one runs at a time, so a silence is published twice only if the
 * function dies between publishing and marking.
 */
export function sourceNotifier(
  database: Database,
  publish: (message: SourceMessage) => Promise<void>,
  receiver: Receiver,
  betweenMs = betweenPublicationsMs,
): (sources: readonly string[]) => Promise<void> {
  return async (sources) => {
    const due: Due[] = [];
    for (const name of new Set(sources))
      try {
        const each = await dueOf(database, name);
        if (each !== null) due.push(each);
      } catch (error) {
        failed(name, error);
      }
    const groups = Map.groupBy(due, ({ kind, source }) => JSON.stringify([kind, source.audience.toSorted()]));
    for (const group of groups.values()) {
      await new Promise((resolve) => setTimeout(resolve, betweenMs));
      await publishGroup(database, publish, receiver, group);
    }
  };
}

async function dueOf(database: Database, name: string): Promise<Due | null> {
  const source = await readSource(database, name, true);
  if (source === null || source.retiredAt !== null) return null;
  if (source.silentSince === source.notifiedSilence) return null;
  const { silentSince, notifiedSilence } = source;
  const registered = await devicesOfSource(database, name);
  return {
    source,
    kind: silentSince === null ? 'source-heard' : 'source-silent',
    silence: silentSince,
    silentSince: silentSince ?? notifiedSilence!,
    devices: new Set(registered.map(({ device }) => device)).size,
  };
}

async function publishGroup(
  database: Database,
  publish: (message: SourceMessage) => Promise<void>,
  receiver: Receiver,
  group: readonly Due[],
): Promise<void> {
  try {
    await publish(composeSources(group[0]!.kind, group, receiver));
    count('Notifications');
    for (const { source, silence } of group) await markSilenceNotified(database, source.name, silence);
  } catch (error) {
    failed(group[0]!.source.name, error);
  }
}

function failed(source: string, error: unknown): void {
  count('FailedNotifications');
  logger.error('a notification about a source could not be published', { source, error: error as Error });
}
