import type { AttributeType, UserStatusType } from '@aws-sdk/client-cognito-identity-provider';
import type { PersonStatus } from '../model/person-fields.ts';

/** Somebody of the user pool, without their groups. Times are epoch milliseconds. */
export type PoolPerson = {
  /** By which access tokens name them, and for good. */
  readonly subject: string;
  readonly username: string;
  readonly name: string;
  readonly email: string | null;
  readonly status: PersonStatus;
  readonly invitedAt: number;
  /** When their access was last changed. */
  readonly changedAt: number;
};

/** What Cognito answers about a user, in lists and alone. */
type CognitoUser = {
  Username?: string | undefined;
  Enabled?: boolean | undefined;
  UserStatus?: UserStatusType | undefined;
  UserCreateDate?: Date | undefined;
};

/**
 * Reads a user of the pool. The standard attribute `updated_at`, in epoch seconds, says when somebody's access was last
 * changed: Cognito's own date of change knows nothing of groups.
 */
export function poolPersonOf(
  { Username, Enabled, UserStatus, UserCreateDate }: CognitoUser,
  attributes: readonly AttributeType[] = [],
): PoolPerson {
  const attribute = (name: string): string | null =>
    attributes.find(({ Name }) => Name === name)?.Value ?? null;
  const invitedAt = UserCreateDate!.getTime();
  const changed = Number(attribute('updated_at') ?? Number.NaN) * 1000;
  return {
    subject: attribute('sub')!,
    username: Username!,
    name: attribute('name') ?? Username!,
    email: attribute('email'),
    status: Enabled !== true ? 'removed' : UserStatus === 'FORCE_CHANGE_PASSWORD' ? 'invited' : 'active',
    invitedAt,
    changedAt: Number.isFinite(changed) ? changed : invitedAt,
  };
}
