import * as z from 'zod/mini';
import { reason, text } from '../../model/fields.ts';
import { access, accessProblem, mailAddress, newUsername } from '../../model/person-fields.ts';
import * as answers from './responses.ts';
import { cursor, object, wholeNumber } from './request-fields.ts';
import { hash } from './response-fields.ts';
import type { Route } from './route.ts';

/** A check of roles and sites together. */
const withSites = z.check<{ roles: string[]; sites: string[] }>((context) => {
  const message = accessProblem(context.value);
  if (message !== null)
    context.issues.push({ code: 'custom', path: ['sites'], message, input: context.value.sites });
});

/** Routes about the people who may sign in. No other function may talk to the identity provider. */
export const peopleRoutes = {
  listPeople: {
    function: 'api-people',
    method: 'GET',
    path: '/api/people',
    summary: 'Who may sign in, with roles and sites',
    action: 'manage-people',
    // The identity provider's pages have at most 60.
    query: z.object({ cursor, limit: z.optional(wholeNumber(1, 60)) }),
    answer: answers.peopleListed,
  },
  invitePerson: {
    function: 'api-people',
    method: 'POST',
    path: '/api/people',
    summary: 'Invite somebody, who receives a temporary password by mail',
    action: 'manage-people',
    body: z
      .strictObject({ person: newUsername, name: text, email: mailAddress, ...access }, object)
      .check(withSites),
    answer: answers.personListed,
  },
  sendInvitation: {
    function: 'api-people',
    method: 'POST',
    path: '/api/people/{person}/invitation',
    summary: 'Send an invitation again, with another temporary password',
    action: 'manage-people',
    answer: answers.personListed,
  },
  changePerson: {
    function: 'api-people',
    method: 'POST',
    path: '/api/people/{person}/changes',
    summary: 'Give somebody these roles and sites and no others; lets back in who was removed',
    action: 'manage-people',
    body: z.strictObject({ ...access, reason }, object).check(withSites),
    answer: answers.personListed,
  },
  removePerson: {
    function: 'api-people',
    method: 'POST',
    path: '/api/people/{person}/removal',
    summary: 'Sign somebody out and let them in no more; what they did stays recorded',
    action: 'manage-people',
    body: z.strictObject({ reason }, object),
    answer: answers.personListed,
  },
  getAccessList: {
    function: 'api-people',
    method: 'GET',
    path: '/api/access-review',
    summary: 'Everybody with roles, sites and last change, to be reviewed, and the hash of that list',
    action: 'review-access',
    answer: answers.accessList,
  },
  recordReview: {
    function: 'api-people',
    method: 'POST',
    path: '/api/access-review',
    summary: 'Record that somebody reviewed the list of this hash',
    action: 'review-access',
    body: z.strictObject({ sha256: hash, comment: reason }, object),
    answer: answers.reviewRecorded,
  },
} as const satisfies Record<string, Route>;
