import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { OwnAlert } from '../model/own-alert.ts';
import type { Item } from './device-item.ts';
import { type RecipientKey, type RecipientsTable, type StoredRecipient, itemKey } from './recipients.ts';
import { written } from './schema-version.ts';

/** A person's own alert as it is stored. `allowed` are the sites that the person had when it was stored; null: any. */
export type StoredAlert = OwnAlert & { readonly allowed: readonly string[] | null };

/** What a change of an alert may set; everything else of its item stays. */
export type ChangedAlert = Pick<
  StoredRecipient<StoredAlert>,
  'content' | 'confirmedAt' | 'codeAskedAt' | 'secret' | 'linkKey'
>;

/** The audience of everything that happens to the shipments of a site. */
export function siteAudience(site: string): string {
  return `site:${site}`;
}

/** The audience of everything, for those who may see the shipments of any site. */
export const everySite = 'every-site';

/** The audiences whose messages an alert receives once it is confirmed. */
export function audiencesOfAlert({ sites, allowed }: Pick<StoredAlert, 'sites' | 'allowed'>): string[] {
  if (allowed === null) return sites === null ? [everySite] : sites.map(siteAudience);
  return (sites ?? allowed).filter((site) => allowed.includes(site)).map(siteAudience);
}

/**
 * Writes an alert on the state that was read, or, with null, removes it. False if somebody changed it meanwhile. Codes
 * and deliveries are noted beside this, so they are not written back.
 */
export async function writeAlert(
  { client, table }: RecipientsTable,
  key: RecipientKey,
  before: StoredRecipient<StoredAlert> | null,
  after: ChangedAlert | null,
): Promise<boolean> {
  const on = {
    TableName: table,
    Key: itemKey(key),
    ConditionExpression: before === null ? 'attribute_not_exists(audience)' : 'revision = :old',
  };
  const old: Item = before === null ? {} : { ':old': { N: String(before.revision) } };
  const values = after === null ? {} : valuesOf(after);
  const names = Object.keys(values);
  const set = names.map((name) => `${name} = :${name}`).join(', ');
  const confirmed = after?.confirmedAt == null ? '' : ' REMOVE codeHash, codeEndsAt, codeTries';
  try {
    await client.send(
      after === null
        ? new DeleteItemCommand({ ...on, ExpressionAttributeValues: old })
        : new UpdateItemCommand({
            ...on,
            UpdateExpression: `SET revision = :revision, ${set}${confirmed}`,
            ExpressionAttributeValues: {
              ...old,
              ':revision': { N: String((before?.revision ?? 0) + 1) },
              ...Object.fromEntries(names.map((name) => [`:${name}`, values[name]!])),
            },
          }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function valuesOf({ content, linkKey, secret, confirmedAt, codeAskedAt }: ChangedAlert): Item {
  return {
    content: { S: JSON.stringify(content) },
    linkKey: { S: linkKey },
    ...(secret !== null && { secret: { S: secret } }),
    ...(confirmedAt !== null && { confirmedAt: { N: String(confirmedAt) } }),
    ...(codeAskedAt !== null && { codeAskedAt: { N: String(codeAskedAt) } }),
    ...written,
  };
}
