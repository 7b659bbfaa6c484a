import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { type PoolPerson, poolPersonOf } from './pool-person.ts';

/** What an invitation says. */
export type Invitation = { readonly username: string; readonly name: string; readonly email: string };

/** The most users that Cognito lists at once, and the most groups. */
export const mostListed = 60;

/** The people of one user pool. Its calls reject with Cognito's exceptions. */
export type UserPool = ReturnType<typeof userPoolOf>;

/** Opens a user pool by its id. */
export function userPoolOf(client: CognitoIdentityProviderClient, poolId: string) {
  const of = (username: string) => ({ UserPoolId: poolId, Username: username });
  const changedNow = () => ({ Name: 'updated_at', Value: String(Math.floor(Date.now() / 1000)) });
  return {
    /** One page of people, and the token of the next. */
    async list(token: string | null, limit: number): Promise<{ people: PoolPerson[]; next: string | null }> {
      const { Users = [], PaginationToken } = await client.send(
        new ListUsersCommand({
          UserPoolId: poolId,
          AttributesToGet: ['sub', 'name', 'email', 'updated_at'],
          Limit: limit,
          ...(token !== null && { PaginationToken: token }),
        }),
      );
      const people = Users.map((user) => poolPersonOf(user, user.Attributes));
      return { people, next: PaginationToken ?? null };
    },
    /** A person; null if there is none. */
    async find(username: string): Promise<PoolPerson | null> {
      try {
        const user = await client.send(new AdminGetUserCommand(of(username)));
        return poolPersonOf(user, user.UserAttributes);
      } catch (error) {
        if (error instanceof UserNotFoundException) return null;
        throw error;
      }
    },
    /** The names of all groups of a person. */
    async groupsOf(username: string): Promise<string[]> {
      const groups: string[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new AdminListGroupsForUserCommand({ ...of(username), Limit: mostListed, NextToken: token }),
        );
        groups.push(...(page.Groups ?? []).map(({ GroupName }) => GroupName!));
        token = page.NextToken;
      } while (token !== undefined);
      return groups;
    },
    /** Creates a person, whom Cognito sends a temporary password. */
    async invite({ username, name, email }: Invitation): Promise<PoolPerson> {
      const { User } = await client.send(
        new AdminCreateUserCommand({
          ...of(username),
          DesiredDeliveryMediums: ['EMAIL'],
          UserAttributes: [
            { Name: 'name', Value: name },
            { Name: 'email', Value: email },
            // The temporary password only reaches whoever reads this address.
            { Name: 'email_verified', Value: 'true' },
            changedNow(),
          ],
        }),
      );
      return poolPersonOf(User!, User!.Attributes);
    },
    /** Sends somebody who has not signed in yet another temporary password. */
    async inviteAgain(username: string): Promise<void> {
      await client.send(
        new AdminCreateUserCommand({
          ...of(username),
          DesiredDeliveryMediums: ['EMAIL'],
          MessageAction: 'RESEND',
        }),
      );
    },
    async addToGroup(username: string, group: string): Promise<void> {
      await client.send(new AdminAddUserToGroupCommand({ ...of(username), GroupName: group }));
    },
    async removeFromGroup(username: string, group: string): Promise<void> {
      await client.send(new AdminRemoveUserFromGroupCommand({ ...of(username), GroupName: group }));
    },
    /** Notes that somebody's access changes now. */
    async markChanged(username: string): Promise<void> {
      await client.send(
        new AdminUpdateUserAttributesCommand({ ...of(username), UserAttributes: [changedNow()] }),
      );
    },
    async enable(username: string): Promise<void> {
      await client.send(new AdminEnableUserCommand(of(username)));
    },
    /** Refuses every further sign-in, and ends the sessions that there are. */
    async shutOut(username: string): Promise<void> {
      await client.send(new AdminDisableUserCommand(of(username)));
      await client.send(new AdminUserGlobalSignOutCommand(of(username)));
    },
  };
}
