import { checkSourceMapping } from '../../model/source-mapping.ts';
import { listSources } from '../../storage/list-sources.ts';
import { type StoredRefusal, latestRefused, latestRefusedBodies } from '../../storage/refused-messages.ts';
import { changesOfSource } from '../../storage/source-changes.ts';
import { devicesOfSource } from '../../storage/source-devices.ts';
import { mappingsOfSource } from '../../storage/source-mappings.ts';
import { readAccess } from '../../storage/source-secrets.ts';
import { readSource, registeredDevices } from '../../storage/sources.ts';
import type { Database } from '../../storage/tables.ts';
import { pathsOfBody } from '../../telemetry/body-paths.ts';
import { previewMapping } from '../../telemetry/preview-mapping.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { iso, isoOrNull } from './to-responses.ts';
import {
  type SourceEntrances,
  sendsTo,
  toChangeResponse,
  toMappingResponse,
  toSourceResponse,
} from './to-source-responses.ts';

/** How many refusals of a source are shown, and of those that anybody can cause. */
const refusalsShown = 10;
const othersShown = 5;
/** The most refusals among which the preview looks for one with a body that is not empty. */
const refusalsSearched = 5;

/** Makes the handlers that show sources. */
export function sourceViews(database: Database, entrances: SourceEntrances) {
  return {
    async listSources() {
      const [inUse, retired] = await Promise.all([
        listSources(database, 'inUse'),
        listSources(database, 'retired'),
      ]);
      return { items: [...inUse, ...retired].map(toSourceResponse), next: null };
    },
    async showSource({ path }: ApiRequest<'showSource'>) {
      const source = await existing(database, path['source']!);
      const { name } = source;
      const [access, devices, mappings, changes, refused] = await Promise.all([
        readAccess(database, name),
        devicesOfSource(database, name),
        mappingsOfSource(database, name),
        changesOfSource(database, name),
        shownRefusals(database, name),
      ]);
      const heardAt = access?.['heardAt']?.N;
      return {
        ...toSourceResponse(source),
        sendsTo: sendsTo(entrances, source),
        heardAt: isoOrNull(heardAt === undefined ? null : Number(heardAt)),
        devices,
        mappings: mappings.map((mapping) => toMappingResponse(name, mapping)),
        changes: changes.map(toChangeResponse),
        refused: refused.map(({ receivedAt, refused: [first], reasons }) => ({
          receivedAt: iso(receivedAt),
          reason: first?.reason ?? '',
          reasons,
        })),
      };
    },
    async previewMapping({ path, body }: ApiRequest<'previewMapping'>) {
      const checked = body.mapping === null ? null : checkSourceMapping(body.mapping);
      if (checked?.ok === false)
        throw new RequestRefused(400, checked.problems.join('; '), { problems: [...checked.problems] });
      const { name } = await existing(database, path['source']!);
      const { payload, receivedAt } =
        body.message === null
          ? await lastRefused(database, name)
          : { payload: Buffer.from(body.message), receivedAt: null };
      const preview = previewMapping(payload, receivedAt ?? Date.now(), checked?.mapping ?? null);
      const registered = await registeredDevices(
        database,
        name,
        preview.devices.map(({ named }) => named),
      );
      return {
        message: Buffer.from(payload).toString('utf8'),
        receivedAt: isoOrNull(receivedAt),
        devices: preview.devices.map(({ named, readings, more, refused }) => ({
          named,
          device: registered.get(named) ?? null,
          readings: [...readings],
          more,
          refused: refused.map(({ reason }) => reason),
        })),
        refused: preview.refused.map(({ reason }) => reason),
        paths: [...pathsOfBody(payload).paths],
      };
    },
  };
}

async function existing(database: Database, name: string) {
  const source = await readSource(database, name, true);
  if (source === null) throw new RequestRefused(404, `There is no source ${name}.`);
  return source;
}

/** What was refused of a source last: requests that do not prove who sends them hide nothing, however many they are. */
async function shownRefusals(database: Database, source: string): Promise<StoredRefusal[]> {
  const [withBody, latest] = await Promise.all([
    latestRefusedBodies(database, source, refusalsShown),
    latestRefused(database, source, othersShown),
  ]);
  return [...withBody, ...latest.filter(({ isBodyStored }) => !isBodyStored)].sort(
    (one, other) => other.receivedAt - one.receivedAt,
  );
}

/** The last message of a source that was refused after it had proved who it is; of others the body is not stored. */
async function lastRefused(database: Database, source: string) {
  const refused = await latestRefusedBodies(database, source, refusalsSearched);
  const last = refused.find(({ payload }) => payload.length > 0);
  if (last === undefined)
    throw new RequestRefused(
      404,
      `No message of ${source} was refused lately. One that was just accepted is read within some seconds; or give a message to preview the mapping with.`,
    );
  return last;
}
