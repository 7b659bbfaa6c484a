import type { LocalUser } from './people.ts';
import { serviceLimits } from './service-limits.ts';

/** What a call is refused with: the name of Cognito's exception, and its sentence. */
export class CognitoFault extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** An attribute of a user, as Cognito names it. */
export type Attribute = { readonly Name: string; readonly Value: string };

const known = new Set(['name', 'email', 'email_verified', 'updated_at']);

/**
 * One page of a list; a token is the place of its first item.
 * @throws {CognitoFault} when the limit or the token is not valid.
 */
export function pageOf<Item>(all: readonly Item[], limit: number | undefined, token: string | undefined) {
  const most = serviceLimits.identityPage.limit;
  const size = limit ?? most;
  if (!Number.isInteger(size) || size < 0 || size > most)
    throw new CognitoFault(
      'InvalidParameterException',
      `1 validation error detected: Value '${size}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${most}`,
    );
  const from = token === undefined ? 0 : Number(/^page-(\d+)$/.exec(token)?.[1]);
  if (!Number.isInteger(from))
    throw new CognitoFault('InvalidParameterException', 'Invalid pagination token.');
  const to = from + (size === 0 ? most : size);
  return { items: all.slice(from, to), next: to < all.length ? `page-${to}` : undefined };
}

/** @throws {CognitoFault} when it is no user name. */
export function checkUsername(username: string | undefined): void {
  if (username === undefined || !/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(username))
    throw new CognitoFault(
      'InvalidParameterException',
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    );
}

/**
 * What attributes change of a user.
 * @throws {CognitoFault} when one is unknown or malformed.
 */
export function changesOf(attributes: readonly Attribute[]): Partial<LocalUser> {
  const changes: { name?: string; email?: string; updatedAt?: string } = {};
  for (const { Name, Value } of attributes) {
    if (!known.has(Name))
      throw new CognitoFault(
        'InvalidParameterException',
        `Attributes did not conform to the schema: ${Name}`,
      );
    if (Name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(Value))
      throw new CognitoFault('InvalidParameterException', 'Invalid email address format.');
    if (Name === 'updated_at' && !/^\d+$/.test(Value))
      throw new CognitoFault('InvalidParameterException', 'updated_at: Attribute value must be a number.');
    if (Name === 'updated_at') changes.updatedAt = Value;
    else if (Name === 'name' || Name === 'email') changes[Name] = Value;
  }
  return changes;
}

/** The attributes of a user. */
export function attributesOf({ username, name, email, updatedAt }: LocalUser): Attribute[] {
  return [
    { Name: 'sub', Value: username },
    { Name: 'name', Value: name },
    ...(email === null
      ? []
      : [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ]),
    ...(updatedAt === null ? [] : [{ Name: 'updated_at', Value: updatedAt }]),
  ];
}

/** A user as Cognito answers; times are epoch seconds. */
export function shown({ username, isEnabled, status, createdAt, modifiedAt }: LocalUser) {
  return {
    Username: username,
    Enabled: isEnabled,
    UserStatus: status,
    UserCreateDate: createdAt / 1000,
    UserLastModifiedDate: modifiedAt / 1000,
  };
}
