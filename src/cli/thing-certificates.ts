import { X509Certificate } from 'node:crypto';
import {
  CreateThingCommand,
  DescribeCertificateCommand,
  type IoTClient,
  InvalidRequestException,
  ListThingPrincipalsCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  UpdateThingCommand,
} from '@aws-sdk/client-iot';
import { certificateAttribute, noCertificate } from '../model/thing-attributes.ts';

/** A certificate of a thing. Times are epoch milliseconds. */
export type DeviceCertificate = {
  readonly id: string;
  readonly arn: string;
  readonly status: string;
  readonly issuedAt: number;
  readonly endsAt: number;
};

/** The certificates of a thing, latest first; none of a thing that does not exist. */
export async function certificatesOfThing(client: IoTClient, thing: string): Promise<DeviceCertificate[]> {
  const found = await Promise.all(
    (await principalsOf(client, thing)).map(async (arn): Promise<DeviceCertificate> => {
      const id = arn.split('/').at(-1)!;
      const { certificateDescription: known } = await client.send(
        new DescribeCertificateCommand({ certificateId: id }),
      );
      return {
        id,
        arn,
        status: known!.status!,
        issuedAt: known!.creationDate!.getTime(),
        endsAt: endOf(known!.certificatePem!),
      };
    }),
  );
  return found.sort((a, b) => b.issuedAt - a.issuedAt);
}

/** The attribute of a thing whose only certificate is this one, PEM. */
export function attributeOf(certificate: string) {
  return { [certificateAttribute]: new Date(endOf(certificate)).toISOString() };
}

/** Adds a thing. False where it exists with other attributes. */
export async function createThing(
  client: IoTClient,
  thingName: string,
  attributes: Record<string, string>,
): Promise<boolean> {
  try {
    await client.send(new CreateThingCommand({ thingName, attributePayload: { attributes } }));
    return true;
  } catch (error) {
    if (error instanceof ResourceAlreadyExistsException) return false;
    throw error;
  }
}

/** Notes at a thing until when it has an active certificate, for the list of devices. */
export async function noteCertificates(client: IoTClient, thing: string): Promise<void> {
  const active = (await certificatesOfThing(client, thing)).filter(({ status }) => status === 'ACTIVE');
  const ends = active.map(({ endsAt }) => endsAt);
  const until = ends.length === 0 ? noCertificate : new Date(Math.max(...ends)).toISOString();
  const attributePayload = { attributes: { [certificateAttribute]: until }, merge: true };
  try {
    await client.send(new UpdateThingCommand({ thingName: thing, attributePayload }));
  } catch (error) {
    // A thing without a type has three attributes at most, which may all be its owner's. The list then does not know
    // the end, and says so.
    if (!(error instanceof InvalidRequestException)) throw error;
  }
}

function endOf(certificate: string): number {
  return Date.parse(new X509Certificate(certificate).validTo);
}

async function principalsOf(client: IoTClient, thingName: string): Promise<string[]> {
  try {
    return (await client.send(new ListThingPrincipalsCommand({ thingName }))).principals ?? [];
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}
