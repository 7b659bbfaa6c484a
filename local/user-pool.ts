import { CallRate } from './call-rate.ts';
import {
  type Attribute,
  CognitoFault,
  attributesOf,
  changesOf,
  checkUsername,
  pageOf,
  shown,
} from './cognito-user.ts';
import { escaped } from './escaped.ts';
import { type LocalPeople, type LocalUser, hashOf } from './people.ts';
import { type PasswordPolicy, temporaryPassword } from './password-policy.ts';
import { serviceLimits } from './service-limits.ts';

/** A mail of the user pool. */
export type PoolMail = { readonly to: string; readonly subject: string; readonly html: string };

export type UserPoolParts = {
  readonly id: string;
  readonly people: LocalPeople;
  readonly groups: readonly string[];
  readonly policy: PasswordPolicy;
  /** The subject and the text of an invitation, with {username} and {####}. */
  readonly invitation: { readonly subject: string; readonly text: string };
  readonly sendMail: (mail: PoolMail) => void;
  /** Ends the sessions and refresh tokens of a person. */
  readonly signOut: (username: string) => void;
};

type Input = {
  readonly UserPoolId?: string;
  readonly Username?: string;
  readonly GroupName?: string;
  readonly UserAttributes?: readonly Attribute[];
  readonly AttributesToGet?: readonly string[];
  readonly MessageAction?: string;
  readonly Limit?: number;
  readonly PaginationToken?: string;
  readonly NextToken?: string;
};

/** The category of each call, by which Cognito limits how often it is made. */
const categories: Readonly<Record<string, string>> = {
  AdminCreateUser: 'UserCreation',
  AdminGetUser: 'UserRead',
  AdminListGroupsForUser: 'UserResourceRead',
  ListUsers: 'UserList',
  AdminAddUserToGroup: 'UserUpdate',
  AdminRemoveUserFromGroup: 'UserUpdate',
  AdminUpdateUserAttributes: 'UserUpdate',
  AdminDisableUser: 'UserUpdate',
  AdminEnableUser: 'UserUpdate',
  AdminUserGlobalSignOut: 'UserUpdate',
};
const day = 86_400_000;

/** A user pool with the calls of Cognito's API that manage people, their errors, pages and limits. */
export class LocalUserPool {
  readonly #parts: UserPoolParts;
  readonly #rate = new CallRate(serviceLimits.identityCallsOfSecond.limit);
  #mailed: number[] = [];

  constructor(parts: UserPoolParts) {
    this.#parts = parts;
  }

  /**
   * Answers a call at `now` (epoch milliseconds).
   * @throws {CognitoFault}
   */
  answer(operation: string, input: Input, now: number): unknown {
    const category = categories[operation];
    if (category === undefined)
      throw new CognitoFault('InvalidAction', `the local run does not know ${operation}`);
    if (this.#rate.isExceededBy(category, now))
      throw new CognitoFault('TooManyRequestsException', 'Rate exceeded');
    const { id, people, signOut } = this.#parts;
    if (input.UserPoolId !== id)
      throw new CognitoFault('ResourceNotFoundException', `User pool ${input.UserPoolId} does not exist.`);
    if (operation === 'ListUsers') return this.#list(input);
    checkUsername(input.Username);
    if (operation === 'AdminCreateUser') return this.#create(input, now);
    const user = this.#existing(input.Username!);
    const { username } = user;
    switch (operation) {
      case 'AdminGetUser':
        return { ...shown(user), UserAttributes: attributesOf(user) };
      case 'AdminListGroupsForUser': {
        const { items, next } = pageOf(user.groups, input.Limit, input.NextToken);
        return { Groups: items.map((GroupName) => ({ GroupName, UserPoolId: id })), NextToken: next };
      }
      case 'AdminAddUserToGroup':
        this.#checkGroup(input.GroupName);
        if (new Set([...user.groups, input.GroupName]).size > serviceLimits.groupsOfPerson.limit)
          throw new CognitoFault('LimitExceededException', 'Maximum number of groups for a user exceeded.');
        people.change(username, { groups: [...new Set([...user.groups, input.GroupName!])] });
        return {};
      case 'AdminRemoveUserFromGroup':
        this.#checkGroup(input.GroupName);
        people.change(username, { groups: user.groups.filter((group) => group !== input.GroupName) });
        return {};
      case 'AdminUpdateUserAttributes':
        people.change(username, changesOf(input.UserAttributes ?? []));
        return {};
      case 'AdminUserGlobalSignOut':
        signOut(username);
        return {};
      default:
        people.change(username, { isEnabled: operation === 'AdminEnableUser' });
        return {};
    }
  }

  #existing(username: string): LocalUser {
    const user = this.#parts.people.find(username);
    if (user === undefined) throw new CognitoFault('UserNotFoundException', 'User does not exist.');
    return user;
  }

  #checkGroup(group: string | undefined): void {
    if (group === undefined || !this.#parts.groups.includes(group))
      throw new CognitoFault('ResourceNotFoundException', 'Group not found.');
  }

  #list({ Limit, PaginationToken, AttributesToGet }: Input): unknown {
    const { items, next } = pageOf(this.#parts.people.all, Limit, PaginationToken);
    const wanted = (attribute: Attribute): boolean =>
      AttributesToGet === undefined || AttributesToGet.includes(attribute.Name);
    return {
      Users: items.map((user) => ({ ...shown(user), Attributes: attributesOf(user).filter(wanted) })),
      PaginationToken: next,
    };
  }

  #create({ Username, UserAttributes = [], MessageAction }: Input, now: number): unknown {
    const { people, policy } = this.#parts;
    const username = Username!.toLowerCase();
    const password = temporaryPassword(policy);
    const temporary = {
      hash: hashOf(password),
      passwordEndsAt: now + policy.TemporaryPasswordValidityDays * day,
    };
    if (MessageAction === 'RESEND') {
      const user = this.#existing(username);
      if (user.status !== 'FORCE_CHANGE_PASSWORD')
        throw new CognitoFault(
          'UnsupportedUserStateException',
          `Resend not possible. ${username} status is not FORCE_CHANGE_PASSWORD`,
        );
      this.#invite(user, password, now);
      people.change(username, temporary);
      return { User: { ...shown(user), Attributes: attributesOf(user) } };
    }
    if (/^\S+@\S+\.\S+$/.test(username))
      throw new CognitoFault(
        'InvalidParameterException',
        'Username cannot be of email format, since user pool is configured for email alias.',
      );
    if (people.find(username) !== undefined)
      throw new CognitoFault('UsernameExistsException', 'User account already exists');
    const given = changesOf(UserAttributes);
    if (given.email !== undefined && people.all.some(({ email }) => email === given.email))
      throw new CognitoFault('AliasExistsException', 'An account with the email already exists.');
    const user: LocalUser = {
      username,
      name: username,
      email: null,
      groups: [],
      password: null,
      status: 'FORCE_CHANGE_PASSWORD',
      isEnabled: true,
      createdAt: now,
      modifiedAt: now,
      updatedAt: null,
      ...temporary,
      ...given,
    };
    this.#invite(user, password, now);
    people.add(user);
    return { User: { ...shown(user), Attributes: attributesOf(user) } };
  }

  #invite({ username, email }: LocalUser, password: string, now: number): void {
    if (email === null)
      throw new CognitoFault('InvalidParameterException', 'User does not have a delivery medium.');
    this.#mailed = this.#mailed.filter((at) => at > now - day);
    if (this.#mailed.length >= serviceLimits.identityMailsOfDay.limit)
      throw new CognitoFault(
        'LimitExceededException',
        'Exceeded daily email limit for the operation or the account.',
      );
    this.#mailed.push(now);
    const { invitation, sendMail } = this.#parts;
    const html = invitation.text.replaceAll('{username}', username).replaceAll('{####}', escaped(password));
    sendMail({ to: email, subject: invitation.subject, html });
  }
}
