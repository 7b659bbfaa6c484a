import { X509Certificate } from 'node:crypto';
import {
  DescribeCertificateCommand,
  DescribeThingCommand,
  IoTClient,
  ListThingPrincipalsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot';
import { logger } from '../../runtime/observability.ts';

/** What IoT Core has registered under a name: the latest end of an active certificate, in epoch milliseconds. */
type RegisteredThing = { readonly certificateUntil: number | null };

/** Finds what is registered under a name; null where nothing is, 'unknown' where IoT Core gave no answer. */
export type FindThing = (name: string) => Promise<RegisteredThing | null | 'unknown'>;

/** The most certificates of a thing that are looked at. A rotation needs two at a time. */
const mostCertificates = 10;
/** People wait for the answer, of which this is a part only. */
const answerWithinMs = 4000;

/** Finds things in the registry of IoT Core, whose calls are throttled per account. */
export function thingsFrom(client: IoTClient): FindThing {
  return async (thingName) => {
    const abortSignal = AbortSignal.timeout(answerWithinMs);
    try {
      await client.send(new DescribeThingCommand({ thingName }), { abortSignal });
      const { principals = [] } = await client.send(
        new ListThingPrincipalsCommand({ thingName, maxResults: mostCertificates }),
        { abortSignal },
      );
      const ends = await Promise.all(
        principals
          .flatMap((arn) => /:cert\/(\w+)$/.exec(arn)?.[1] ?? [])
          .map((id) => endOfActive(client, id, abortSignal)),
      );
      const active = ends.filter((end) => end !== null);
      return { certificateUntil: active.length === 0 ? null : Math.max(...active) };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return null;
      logger.warn('the registry of things did not answer', { thing: thingName, error: error as Error });
      return 'unknown';
    }
  };
}

/** When a certificate ends, epoch milliseconds; null where it is not active, or gone since it was listed. */
async function endOfActive(
  client: IoTClient,
  certificateId: string,
  abortSignal: AbortSignal,
): Promise<number | null> {
  try {
    const { certificateDescription: described } = await client.send(
      new DescribeCertificateCommand({ certificateId }),
      { abortSignal },
    );
    if (described?.status !== 'ACTIVE') return null;
    return Date.parse(new X509Certificate(described.certificatePem!).validTo);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}
