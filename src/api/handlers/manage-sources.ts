import { checkSourceMapping } from '../../model/source-mapping.ts';
import type { StoredSource } from '../../model/source.ts';
import { changeSource, refuseRetired, retireSource } from '../../storage/change-source.ts';
import { createSource } from '../../storage/create-source.ts';
import { requestOf, nameOf } from '../../storage/execute-action.ts';
import { deregisterDevice, registerDevice } from '../../storage/source-devices.ts';
import { approveMapping, putMapping, readMapping } from '../../storage/source-mappings.ts';
import { rotateSecret } from '../../storage/source-secrets.ts';
import { readSource } from '../../storage/sources.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { isoOrNull } from './to-responses.ts';
import { type SourceEntrances, sendsTo, toMappingResponse, toSourceResponse } from './to-source-responses.ts';

/** Makes the handlers that change sources. */
export function sourceManagement(database: Database, entrances: SourceEntrances) {
  return {
    async createSource({ body, actor }: ApiRequest<'createSource'>) {
      const { source: name, authentication = 'secret', silentAfter, ...plan } = body;
      const isHttps = plan.transport === 'https';
      const own = actor();
      const { secret } = await createSource(
        database,
        { ...plan, name, authentication: isHttps ? authentication : null, silentAfterMs: silentAfter },
        { by: nameOf(own), at: Date.now(), request: requestOf(own).request! },
      );
      return { source: name, sendsTo: sendsTo(entrances, { ...plan, name }), secret };
    },
    async changeSource({ path, body, actor }: ApiRequest<'changeSource'>) {
      const { silentAfter, ...settings } = body;
      const name = path['source']!;
      const changing = { by: nameOf(actor()), at: Date.now() };
      const given = { ...settings, ...(silentAfter !== undefined && { silentAfterMs: silentAfter }) };
      return toSourceResponse(found(name, await changeSource(database, name, given, changing)));
    },
    async retireSource({ path, body, actor }: ApiRequest<'retireSource'>) {
      const name = path['source']!;
      const changing = { by: nameOf(actor()), at: Date.now() };
      return toSourceResponse(found(name, await retireSource(database, name, body.reason, changing)));
    },
    async rotateSecret({ path, body, actor }: ApiRequest<'rotateSecret'>) {
      const source = await inUse(database, path['source']!);
      const { request } = requestOf(actor());
      const { secret, previousUntil } = await rotateSecret(database, source, {
        overlapMs: body.overlap,
        now: Date.now(),
        request: request!,
      });
      return { source, secret, previousUntil: isoOrNull(previousUntil) };
    },
    async registerDevices({ path, body, actor }: ApiRequest<'registerDevices'>) {
      actor();
      const source = await inUse(database, path['source']!);
      for (const each of body.devices) await registerDevice(database, source, each);
      return { source, devices: body.devices };
    },
    async deregisterDevice({ path, actor }: ApiRequest<'deregisterDevice'>) {
      actor();
      const [{ name: source }, device] = [await existing(database, path['source']!), path['device']!];
      if (!(await deregisterDevice(database, source, device)))
        throw new RequestRefused(404, `${device} is not registered with ${source}.`);
      return { source, device };
    },
    async addMapping({ path, body, actor }: ApiRequest<'addMapping'>) {
      const checked = checkSourceMapping(body);
      if (!checked.ok)
        throw new RequestRefused(400, checked.problems.join('; '), { problems: [...checked.problems] });
      const source = await inUse(database, path['source']!);
      return toMappingResponse(source, await putMapping(database, source, checked.mapping, nameOf(actor())));
    },
    async approveMapping({ path, body, actor }: ApiRequest<'approveMapping'>) {
      const [source, version] = [await inUse(database, path['source']!), Number(path['version'])];
      const { sha256 } = await readMapping(database, source, version);
      if (sha256 !== body.sha256)
        throw new RequestRefused(
          422,
          `This version has the SHA-256 ${sha256}; approve only what you have read.`,
        );
      const by = nameOf(actor());
      return toMappingResponse(
        source,
        await approveMapping(database, source, version, { by, at: Date.now() }),
      );
    },
  };
}

/**
 * The name of a source that is in use.
 * @throws {RequestRefused} 404 when there is no such source.
 * @throws {ChangeRefused} when it is retired.
 */
async function inUse(database: Database, name: string): Promise<string> {
  refuseRetired(await existing(database, name));
  return name;
}

/** @throws {RequestRefused} 404 when there is no such source. */
async function existing(database: Database, name: string): Promise<StoredSource> {
  return found(name, await readSource(database, name, true));
}

/** @throws {RequestRefused} 404 when there is no such source. */
function found(name: string, source: StoredSource | null): StoredSource {
  if (source === null) throw new RequestRefused(404, `There is no source ${name}.`);
  return source;
}
