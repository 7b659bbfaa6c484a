import { type IoTClient, InvalidRequestException, ListThingsCommand } from '@aws-sdk/client-iot';
import { certificateAttribute, noCertificate } from '../../model/thing-attributes.ts';
import { RequestRefused } from '../http/problem.ts';

/** A thing as the registry lists it. Times are epoch milliseconds. */
type ListedThing = {
  readonly name: string;
  readonly certificate: 'known' | 'none' | 'unknown';
  readonly certificateUntil: number | null;
};

/** Lists at most `limit` things after a place in the registry; null is its beginning, and as `next` its end. */
export type ListThings = (
  after: string | null,
  limit: number,
) => Promise<{ things: ListedThing[]; next: string | null }>;

/** Lists the things in the registry of IoT Core, which allows ten such calls a second in an account. */
export function thingListFrom(client: IoTClient): ListThings {
  return async (after, limit) => {
    try {
      const { things = [], nextToken } = await client.send(
        new ListThingsCommand({ maxResults: limit, ...(after !== null && { nextToken: after }) }),
      );
      return {
        things: things.map(({ thingName, attributes = {} }) => ({
          name: thingName!,
          ...certificateOf(attributes[certificateAttribute] ?? ''),
        })),
        next: nextToken ?? null,
      };
    } catch (error) {
      if (error instanceof InvalidRequestException && after !== null)
        throw new RequestRefused(400, 'cursor: must be the "next" of the page before');
      throw error;
    }
  };
}

function certificateOf(attribute: string): Omit<ListedThing, 'name'> {
  const at = Date.parse(attribute);
  if (!Number.isNaN(at)) return { certificate: 'known', certificateUntil: at };
  return { certificate: attribute === noCertificate ? 'none' : 'unknown', certificateUntil: null };
}
