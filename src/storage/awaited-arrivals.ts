import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type RecipientsTable, itemKey, pagesOfAudience } from './recipients.ts';
import { written } from './schema-version.ts';

/** A declared arrival, by its ledger entry. */
export type DeclaredArrival = { readonly shipment: string; readonly sequence: number };

const audience = 'arrivals';
const recipientOf = ({ shipment, sequence }: DeclaredArrival): string => `${shipment}#${sequence}`;

/**
 * Remembers that an arrival is to be looked at again from `againAt` on, because its record may still become complete.
 * It is forgotten at `until` at the latest; both are epoch milliseconds.
 */
export async function awaitArrival(
  { client, table }: RecipientsTable,
  arrival: DeclaredArrival,
  { againAt, until }: { readonly againAt: number; readonly until: number },
): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: {
        ...itemKey({ audience, recipient: recipientOf(arrival) }),
        ...written,
        againAt: { N: String(againAt) },
        expiresAt: { N: String(Math.floor(until / 1000)) },
      },
    }),
  );
}

/** The arrivals that are to be looked at again by now. */
export async function* arrivalsDue(
  recipients: RecipientsTable,
  now: number,
): AsyncGenerator<DeclaredArrival> {
  for await (const page of pagesOfAudience(recipients, audience, ''))
    for (const item of page) {
      if (Number(item['againAt']!.N) > now) continue;
      const [shipment, sequence] = item['recipient']!.S!.split('#');
      yield { shipment: shipment!, sequence: Number(sequence) };
    }
}

/** Forgets an arrival of which nothing more is expected. */
export async function forgetArrival(
  { client, table }: RecipientsTable,
  arrival: DeclaredArrival,
): Promise<void> {
  await client.send(
    new DeleteItemCommand({ TableName: table, Key: itemKey({ audience, recipient: recipientOf(arrival) }) }),
  );
}
