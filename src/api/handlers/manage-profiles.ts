import { parseNewProfile } from '../../model/parse-profile.ts';
import { nameOf } from '../../storage/execute-action.ts';
import { NoSuchProfile, readStoredProfile } from '../../storage/profiles.ts';
import { approveProfile, putProfile } from '../../storage/store-profile.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { toProfileResponse } from './to-responses.ts';

/** Makes the handlers that store and approve versions of profiles. */
export function profileManagement(database: Database) {
  return {
    async addProfile({ body, actor }: ApiRequest<'addProfile'>) {
      const parsed = parseNewProfile(body);
      if (!parsed.ok)
        throw new RequestRefused(400, parsed.problems.join('; '), { problems: parsed.problems });
      const { id, version } = parsed.profile;
      await putProfile(database, body, nameOf(actor()));
      return toProfileResponse(await readStoredProfile(database, id, version));
    },
    async approveProfile({ path, body, actor }: ApiRequest<'approveProfile'>) {
      const [id, version] = [path['profile']!, Number(path['version'])];
      try {
        const { sha256 } = await readStoredProfile(database, id, version);
        if (sha256 !== body.sha256)
          throw new RequestRefused(
            422,
            `This version has the SHA-256 ${sha256}; approve only what you have read.`,
          );
        return toProfileResponse(await approveProfile(database, id, version, nameOf(actor()), Date.now()));
      } catch (error) {
        if (error instanceof NoSuchProfile) throw new RequestRefused(404, `${error.message}.`);
        throw error;
      }
    },
  };
}
