import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { sha256OfJson } from '../../src/model/digest.ts';
import { auditRowOf } from '../../src/storage/audit-items.ts';
import { confirmOwnAlert, readOwnAlerts, saveOwnAlert } from '../../src/storage/own-alerts.ts';
import { type StoredAlert, audiencesOfAlert } from '../../src/storage/own-alert-writes.ts';
import { dayOf } from '../../src/storage/page-by-day.ts';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';

let api: Api;
beforeEach(async () => {
  api = await apiInProcess();
  return () => api.account.close();
});

const vera = { person: 'vera.lind', name: 'Vera Lind', email: 'vera@example.org' };
const { otto, lena } = people;
const pool = () => api.account.services.people;
const reason = 'covers for Paul';

async function list() {
  return (await api.ask(otto, 'listPeople')).body;
}

/** What the audit trail says of people, oldest first. */
async function audited(): Promise<{ by: string; kind: string; what: string; why: string | null }[]> {
  const { client } = api.account.database;
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: 'audit',
      KeyConditionExpression: '#d = :d',
      ExpressionAttributeNames: { '#d': 'day' },
      ExpressionAttributeValues: { ':d': { S: dayOf(Date.now()) } },
    }),
  );
  return Items.map(auditRowOf).map(({ by, kind, what, why }) => ({ by, kind, what, why }));
}

describe('the list of people', () => {
  test('has everybody with roles, sites and status', async () => {
    const { items, next, sites } = await list();
    expect(next).toBeNull();
    expect(sites).toEqual(['north', 'south']);
    expect(items.find(({ person }) => person === 'lena')).toEqual({
      person: 'lena',
      name: 'Lena Hoff',
      email: 'lena.hoff@example.org',
      roles: ['logistics'],
      sites: ['north', 'south'],
      status: 'active',
      invitedAt: expect.any(String),
      changedAt: expect.any(String),
    });
  });

  test('comes in pages, whose cursors are checked', async () => {
    const first = await api.ask(otto, 'listPeople', { query: { limit: '3' } });
    expect(first.body.items).toHaveLength(3);
    const second = await api.ask(otto, 'listPeople', {
      query: { limit: '3', cursor: first.body.next! },
    });
    expect([...first.body.items, ...second.body.items].map(({ person }) => person).toSorted()).toEqual([
      'lena',
      'otto',
      'paul',
      'petra',
    ]);
    const forged = Buffer.from('"page-x"').toString('base64url');
    for (const cursor of ['nonsense', forged])
      expect(await api.ask(otto, 'listPeople', { query: { cursor } })).toMatchObject({
        status: 400,
        body: { detail: 'cursor: must be the "next" of the page before' },
      });
  });

  test('is for operations only', async () => {
    for (const id of ['listPeople', 'getAccessList'] as const)
      expect((await api.ask(lena, id)).status).toBe(403);
  });
});

describe('inviting', () => {
  const invitation = { ...vera, roles: ['pharmacist'], sites: ['north'] };

  test('mails a temporary password, and gives the roles', async () => {
    expect(await api.ask(otto, 'invitePerson', { body: invitation })).toMatchObject({
      status: 200,
      body: { person: 'vera.lind', roles: ['pharmacist'], sites: ['north'], status: 'invited' },
    });
    expect(pool().mails).toMatchObject([{ to: 'vera@example.org' }]);
    expect(await audited()).toEqual([
      {
        by: 'otto',
        kind: 'person-invited',
        what: 'invited vera.lind (Vera Lind) as pharmacist at north',
        why: null,
      },
    ]);
  });

  test('twice does nothing more; interrupted, it is completed', async () => {
    await api.ask(otto, 'invitePerson', { body: invitation });
    expect((await api.ask(otto, 'invitePerson', { body: invitation })).status).toBe(200);
    expect([pool().mails.length, (await audited()).length]).toEqual([1, 1]);
    // Created, but not yet in a group: as a function leaves it that died in between.
    pool().people.change('vera.lind', { groups: [] });
    const { body } = await api.ask(otto, 'invitePerson', { body: invitation });
    expect(body).toMatchObject({ roles: ['pharmacist'], sites: ['north'] });
    expect(pool().mails).toHaveLength(1);
  });

  test.each([
    [{ ...invitation, person: 'otto' }, 409, 'There is already somebody called otto: Otto Brandt'],
    [{ ...invitation, email: 'otto.brandt@example.org' }, 409, 'Somebody else has this mail address'],
    [
      { ...invitation, sites: ['west'] },
      422,
      'There is no site west in this stage. Its sites are north, south',
    ],
    [
      { ...invitation, sites: [] },
      400,
      'sites: must name at least one site: without one, pharmacist can see no',
    ],
    [{ ...invitation, roles: [] }, 400, 'roles: must name at least one role'],
    [{ ...invitation, email: 'vera' }, 400, 'email: must be a mail address'],
    [
      { ...invitation, person: 'coldwatch' },
      400,
      'person: must not be coldwatch, which signs what Coldwatch',
    ],
    [{ ...invitation, person: 'Vera Lind' }, 400, 'person: must be a user name as vera.lind'],
  ])('refuses what cannot be: %o', async (body, status, detail) => {
    expect(await api.ask(otto, 'invitePerson', { body })).toMatchObject({
      status,
      body: { detail: expect.stringContaining(detail) },
    });
    expect(pool().mails).toEqual([]);
    expect(await audited()).toEqual([]);
  });

  test('can be repeated until somebody has signed in', async () => {
    await api.ask(otto, 'invitePerson', { body: invitation });
    const path = { person: 'vera.lind' };
    expect((await api.ask(otto, 'sendInvitation', { path })).status).toBe(200);
    expect(pool().mails).toHaveLength(2);
    pool().people.change('vera.lind', { status: 'CONFIRMED' });
    expect(await api.ask(otto, 'sendInvitation', { path })).toMatchObject({ status: 409 });
    expect(await api.ask(otto, 'sendInvitation', { path: { person: 'nobody' } })).toMatchObject({
      status: 404,
      body: { detail: 'There is nobody called nobody.' },
    });
  });

  test('ends at the mails that the identity provider sends in a day, with what to do', async () => {
    for (let count = 0; count < 50; count++)
      pool().answer('AdminCreateUserCommand', {
        UserPoolId: 'us-east-1_model',
        Username: `p${count}`,
        UserAttributes: [{ Name: 'email', Value: `p${count}@example.org` }],
      });
    await setTimeout(1000);
    expect(await api.ask(otto, 'invitePerson', { body: invitation })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('as many mails as it may today') },
    });
  });
});

describe('changing', () => {
  const change = (person: string, roles: string[], sites: string[] = [], by = otto) =>
    api.ask(by, 'changePerson', { path: { person }, body: { roles, sites, reason } });

  test('gives exactly these roles and sites, and is recorded', async () => {
    expect(await change('paul', ['pharmacist', 'logistics'], ['south'])).toMatchObject({
      status: 200,
      body: { roles: ['logistics', 'pharmacist'], sites: ['south'] },
    });
    expect(await audited()).toEqual([
      {
        by: 'otto',
        kind: 'person-changed',
        what: 'changed paul (Paul Okafor) from pharmacist at north to pharmacist and logistics at south',
        why: reason,
      },
    ]);
  });

  test('into what somebody has already does nothing', async () => {
    expect((await change('paul', ['pharmacist'], ['north'])).status).toBe(200);
    expect(await audited()).toEqual([]);
  });

  test('of oneself is refused, also in capitals', async () => {
    for (const own of ['otto', 'OTTO'])
      expect(await change(own, ['logistics'], ['north'])).toMatchObject({
        status: 409,
        body: { detail: 'Nobody changes their own access. Ask somebody else of operations.' },
      });
    expect((await api.ask(otto, 'removePerson', { path: { person: 'otto' }, body: { reason } })).status).toBe(
      409,
    );
  });

  test('is refused to whoever was of operations when they signed in, and is no more', async () => {
    await change('lena', ['operations']);
    pool().people.change('otto', { groups: ['logistics', 'site:north'] });
    expect(await change('lena', ['logistics'], ['north'])).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('You are no longer of operations') },
    });
    pool().people.change('otto', { groups: ['operations'], isEnabled: false });
    expect((await api.ask(otto, 'removePerson', { path: { person: 'lena' }, body: { reason } })).status).toBe(
      403,
    );
  });

  test('of one another at the same moment leaves somebody of operations', async () => {
    await change('lena', ['operations']);
    const { people: stored } = pool();
    const take = stored.change.bind(stored);
    // While otto removes lena, she removes him.
    stored.change = (username, changes) => {
      take(username, changes);
      if (username === 'lena' && changes.isEnabled === false) take('otto', { groups: [], isEnabled: false });
    };
    expect(await api.ask(otto, 'removePerson', { path: { person: 'lena' }, body: { reason } })).toMatchObject(
      {
        status: 409,
        body: { detail: expect.stringContaining('lena stays of operations') },
      },
    );
    expect(stored.find('lena')).toMatchObject({ groups: ['operations'], isEnabled: true });
  });
});

describe('removing', () => {
  const remove = (person: string) => api.ask(otto, 'removePerson', { path: { person }, body: { reason } });

  test('disables, signs out, and takes every role', async () => {
    expect(await remove('paul')).toMatchObject({
      status: 200,
      body: { status: 'removed', roles: [], sites: [] },
    });
    expect(pool().signedOut).toEqual(['paul']);
    expect(await audited()).toMatchObject([
      {
        kind: 'person-removed',
        what: 'removed paul (Paul Okafor), who was pharmacist at north',
        why: reason,
      },
    ]);
    expect((await remove('paul')).status).toBe(200);
    expect(await audited()).toHaveLength(1);
  });

  test('and changing also ends what somebody is told, whatever their token says', async () => {
    const recipients = { client: api.account.database.client, table: 'recipients' };
    // The subject of paul in the pool.
    const subject = 'paul';
    const alert: StoredAlert = {
      channel: 'email',
      address: 'p@example.org',
      form: 'plain',
      routingKey: null,
      severity: 'major',
      quietHours: null,
      zone: 'UTC',
      sites: null,
      digestAt: null,
      allowed: ['north'],
    };
    const audiences = async () =>
      (await readOwnAlerts(recipients, subject)).map(({ content }) => audiencesOfAlert(content));
    await confirmOwnAlert(recipients, await saveOwnAlert(recipients, subject, alert), 5);
    const body = { roles: ['pharmacist'], sites: ['south'], reason };
    await api.ask(otto, 'changePerson', { path: { person: 'paul' }, body });
    expect(await audiences()).toEqual([['site:south']]);
    await remove('paul');
    expect(await audiences()).toEqual([[]]);
    // An access token of before is valid for up to an hour.
    await saveOwnAlert(recipients, subject, alert);
    expect(await audiences()).toEqual([[]]);
  });

  test('ends when roles are given again', async () => {
    await remove('paul');
    const body = { roles: ['pharmacist'], sites: ['north'], reason };
    expect(await api.ask(otto, 'changePerson', { path: { person: 'paul' }, body })).toMatchObject({
      body: { status: 'active', roles: ['pharmacist'], sites: ['north'] },
    });
    expect((await audited()).map(({ what }) => what)).toContain(
      'changed paul (Paul Okafor) from removed to pharmacist at north',
    );
  });
});

describe('an access review', () => {
  test('is of the list with that hash', async () => {
    const { body: listed } = await api.ask(otto, 'getAccessList');
    expect(listed.items.map(({ person }) => person)).toEqual(['lena', 'otto', 'paul', 'petra']);
    expect(listed.sha256).toBe(sha256OfJson(listed.items));
    const body = { sha256: listed.sha256, comment: 'November' };
    expect(await api.ask(otto, 'recordReview', { body })).toMatchObject({
      status: 200,
      body: { people: 4, reviewedBy: 'otto', sha256: listed.sha256 },
    });
    expect(await audited()).toEqual([
      {
        by: 'otto',
        kind: 'access-reviewed',
        what: `reviewed the access of 4 people, the list with the SHA-256 ${listed.sha256}`,
        why: 'November',
      },
    ]);
  });

  test('of a list that has changed since is refused', async () => {
    const { body: listed } = await api.ask(otto, 'getAccessList');
    pool().people.change('paul', { groups: ['pharmacist', 'site:south'] });
    const body = { sha256: listed.sha256, comment: 'November' };
    expect(await api.ask(otto, 'recordReview', { body })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('The list has changed since you read it') },
    });
    expect(await audited()).toEqual([]);
  });
});

describe('the identity provider', () => {
  test('is busy: that is said, and no error of ours', async () => {
    for (let call = 0; call < 31; call++)
      try {
        pool().answer('ListUsersCommand', { UserPoolId: 'us-east-1_model' });
      } catch {
        // The last ones are refused already.
      }
    expect(await api.ask(otto, 'listPeople')).toMatchObject({
      status: 429,
      body: { title: 'Too many requests' },
    });
  });
});
