import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminUpdateUserAttributesCommand,
  AliasExistsException,
  CognitoIdentityProviderClient,
  InvalidParameterException,
  LimitExceededException,
  ListUsersCommand,
  ResourceNotFoundException,
  TooManyRequestsException,
  UnsupportedUserStateException,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { callGate, newCredentials } from '../../local/gate.ts';
import { startIdentityControl } from '../../local/identity-control.ts';
import { newPasswordOf } from '../../local/new-password.ts';
import { passwordProblem, temporaryPassword } from '../../local/password-policy.ts';
import { LocalPeople } from '../../local/people.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { LocalUserPool, type PoolMail } from '../../local/user-pool.ts';
import { userPoolOf } from '../../src/people/user-pool.ts';

const credentials = newCredentials();
const UserPoolId = 'us-east-1_test';
const policy = {
  MinimumLength: 12,
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 3,
};
const groups = ['logistics', 'pharmacist', 'operations', 'site:north'];

let people: LocalPeople;
let mails: PoolMail[];
let client: CognitoIdentityProviderClient;
beforeEach(async () => {
  people = new LocalPeople(null, [{ username: 'otto', name: 'Otto Brandt', groups: ['operations'] }]);
  mails = [];
  const pool = new LocalUserPool({
    id: UserPoolId,
    people,
    groups,
    policy,
    invitation: { subject: 'Welcome', text: '<p>{username}</p><p>{####}</p>' },
    sendMail: (mail) => mails.push(mail),
    signOut: () => undefined,
  });
  const server = await startIdentityControl(pool, callGate(credentials));
  client = new CognitoIdentityProviderClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  return async () => {
    client.destroy();
    await server.stop();
  };
});

const of = (Username: string) => ({ UserPoolId, Username });
const inviting = (username: string, email = `${username}@example.org`) =>
  new AdminCreateUserCommand({
    ...of(username),
    UserAttributes: [
      { Name: 'name', Value: 'Vera Lind' },
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
  });

describe('the user pool of the local run', () => {
  test('is what the product expects of Cognito', async () => {
    const pool = userPoolOf(client, UserPoolId);
    const invited = await pool.invite({ username: 'vera', name: 'Vera Lind', email: 'vera@example.org' });
    expect(invited).toMatchObject({ username: 'vera', name: 'Vera Lind', status: 'invited' });
    await pool.addToGroup('vera', 'pharmacist');
    await pool.addToGroup('vera', 'pharmacist');
    await pool.addToGroup('vera', 'site:north');
    await pool.removeFromGroup('vera', 'pharmacist');
    expect(await pool.groupsOf('vera')).toEqual(['site:north']);
    await pool.shutOut('vera');
    expect(await pool.find('vera')).toMatchObject({ status: 'removed', email: 'vera@example.org' });
    await pool.enable('vera');
    expect(await pool.find('VERA')).toMatchObject({ username: 'vera', status: 'invited' });
    expect(await pool.find('nobody')).toBeNull();
  });

  test.each([
    ['of nobody', UserNotFoundException, () => new AdminGetUserCommand(of('nobody'))],
    ['of another pool', ResourceNotFoundException, () => new ListUsersCommand({ UserPoolId: 'us-east-1_x' })],
    [
      'of a group that is not there',
      ResourceNotFoundException,
      () => new AdminAddUserToGroupCommand({ ...of('otto'), GroupName: 'site:west' }),
    ],
    ['of a name that is taken', UsernameExistsException, () => inviting('OTTO')],
    ['of a name like an address', InvalidParameterException, () => inviting('vera@example.org')],
    ['of a name with a space', InvalidParameterException, () => inviting('vera lind', 'v@example.org')],
    ['of an address that is none', InvalidParameterException, () => inviting('vera', 'vera')],
    [
      'of an unknown attribute',
      InvalidParameterException,
      () =>
        new AdminUpdateUserAttributesCommand({
          ...of('otto'),
          UserAttributes: [{ Name: 'custom:x', Value: '1' }],
        }),
    ],
    ['of more than a page', InvalidParameterException, () => new ListUsersCommand({ UserPoolId, Limit: 61 })],
    [
      'of a page that was never given',
      InvalidParameterException,
      () => new ListUsersCommand({ UserPoolId, PaginationToken: 'x' }),
    ],
    [
      'to invite again who has signed in',
      UnsupportedUserStateException,
      () => new AdminCreateUserCommand({ ...of('otto'), MessageAction: 'RESEND' }),
    ],
  ])('refuses a request %s', async (_, fault, request) => {
    await expect(client.send(request() as ListUsersCommand)).rejects.toThrow(fault);
    expect(mails).toEqual([]);
  });

  test('gives an address to one person only', async () => {
    await client.send(inviting('vera'));
    await expect(client.send(inviting('other', 'vera@example.org'))).rejects.toThrow(AliasExistsException);
  });

  test('lists sixty at once, and groups likewise', async () => {
    for (let count = 0; count < 65; count++) people.add({ ...people.find('otto')!, username: `b${count}` });
    const first = await client.send(new ListUsersCommand({ UserPoolId }));
    expect(first.Users).toHaveLength(serviceLimits.identityPage.limit);
    const { PaginationToken } = first;
    const second = await client.send(new ListUsersCommand({ UserPoolId, PaginationToken }));
    expect([second.Users!.length, second.PaginationToken]).toEqual([6, undefined]);
    const many = Array.from({ length: 100 }, (_, index) => `g${index}`);
    people.change('otto', { groups: many });
    expect(await userPoolOf(client, UserPoolId).groupsOf('otto')).toEqual(many);
    await expect(
      client.send(new AdminAddUserToGroupCommand({ ...of('otto'), GroupName: 'logistics' })),
    ).rejects.toThrow(LimitExceededException);
  });

  test('throttles what is asked too often in a second', async () => {
    const { UserResourceRead } = serviceLimits.identityCallsOfSecond.limit;
    const asked = await Promise.allSettled(
      Array.from({ length: UserResourceRead * 3 }, () =>
        client.send(new AdminListGroupsForUserCommand(of('otto'))),
      ),
    );
    const refused = asked.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.reason).toBeInstanceOf(TooManyRequestsException);
  });
});

describe('a temporary password', () => {
  test('satisfies the policy, lasts its days, and is used once', async () => {
    await client.send(inviting('vera'));
    const password = /<p>([^<]{12,})<\/p>$/
      .exec(mails[0]!.html)![1]!
      .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    const person = people.withPassword('vera', password)!;
    expect(people.withPassword('VERA@example.org', password)).toBe(person);
    const choosing = newPasswordOf(people, policy);
    expect(choosing.refusalOf(person)).toBeNull();
    expect(choosing.refusalOf({ ...person, passwordEndsAt: Date.now() - 1 })).toContain('has expired');
    expect(person.passwordEndsAt! - Date.now()).toBeGreaterThan(2.9 * 86_400_000);
    expect(choosing.save('no sign-in', 'Quiet-River-12', 'Quiet-River-12')).toBeNull();
    expect(choosing.isNeeded(person, 'sign-in')).toBe(true);
    expect(choosing.save('sign-in', 'Quiet-River-12', 'Quiet-River-12')).toMatchObject({ problem: null });
    expect(people.withPassword('vera', password)).toBeUndefined();
    expect(people.withPassword('vera', 'Quiet-River-12')).toMatchObject({ status: 'CONFIRMED' });
  });

  test('is different each time, with every kind of character', () => {
    const made = Array.from({ length: 50 }, () => temporaryPassword(policy));
    expect(new Set(made).size).toBe(50);
    expect(made.map((each) => passwordProblem(policy, each)).filter((problem) => problem !== null)).toEqual(
      [],
    );
    expect(passwordProblem(policy, 'short')).toBe(
      'The new password needs at least 12 characters, an upper-case letter, a number, a symbol.',
    );
  });
});

test('people outlive a run: who was invited, what was changed, and no chosen password in plain', () => {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-people-'));
  const file = join(folder, 'people.json');
  const seeded = [{ username: 'lena', name: 'Lena Hoff', groups: ['logistics', 'site:north'] }];
  const first = new LocalPeople(file, seeded);
  const { password } = first.shown[0]!;
  first.add({ ...first.find('lena')!, username: 'vera', password: null, hash: 'salt:hash' });
  const second = new LocalPeople(file, [{ ...seeded[0]!, groups: ['logistics'] }]);
  expect(second.shown).toEqual([{ ...seeded[0], groups: ['logistics'], password }]);
  expect(second.find('vera')).toMatchObject({ hash: 'salt:hash' });
  second.change('lena', { groups: ['pharmacist'], updatedAt: '1795000000', isEnabled: false });
  const third = new LocalPeople(file, seeded);
  expect(third.find('lena')).toMatchObject({ groups: ['pharmacist'], isEnabled: false });
  expect(third.shown).toEqual([]);
  rmSync(folder, { recursive: true });
});
