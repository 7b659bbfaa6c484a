import { sha256OfJson } from '../../model/digest.ts';
import { readEverybody } from '../../people/read-people.ts';
import { recordSystemEntry } from '../../storage/audit.ts';
import { nameOf } from '../../storage/execute-action.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import type { PersonListed } from '../routes/responses.ts';
import { refuseUnlessOperations } from './keep-operations.ts';
import type { PeopleDesk } from './manage-people.ts';
import { orPeopleRefused } from './people-refused.ts';
import { toPersonResponse } from './to-person-response.ts';
import { iso } from './to-responses.ts';

/** Makes the handlers of the access review: the list that is reviewed, and the record that somebody did. */
export function accessReview({ pool, audit }: Pick<PeopleDesk, 'pool' | 'audit'>) {
  const read = async (): Promise<{ items: PersonListed[]; sha256: string }> => {
    const items = (await orPeopleRefused(readEverybody(pool))).map(toPersonResponse);
    return { items, sha256: sha256OfJson(items) };
  };
  return {
    async getAccessList() {
      const readAt = iso(Date.now());
      return { ...(await read()), readAt };
    },
    async recordReview({ body, actor }: ApiRequest<'recordReview'>) {
      const by = nameOf(actor());
      await orPeopleRefused(refuseUnlessOperations(pool, by));
      const { items, sha256 } = await read();
      if (sha256 !== body.sha256)
        throw new RequestRefused(
          409,
          'The list has changed since you read it, so this is not the list that you reviewed. Read it again.',
        );
      const at = Date.now();
      await recordSystemEntry(
        audit,
        {
          actor: by,
          kind: 'access-reviewed',
          detail: `reviewed the access of ${items.length} ${items.length === 1 ? 'person' : 'people'}, the list with the SHA-256 ${sha256}`,
          reason: body.comment,
        },
        at,
      );
      return { sha256, people: items.length, reviewedBy: by, reviewedAt: iso(at) };
    },
  };
}
