import * as z from 'zod/mini';
import * as answers from './responses.ts';
import { object, page } from './request-fields.ts';
import type { Route } from './route.ts';

/** Routes that read anything other than shipments: the configuration, the person, devices, profiles. */
export const systemRoutes = {
  getOpenApi: {
    function: 'api-read',
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This description',
    action: 'public',
    answer: z.looseObject({ openapi: z.string() }),
  },
  getConfiguration: {
    function: 'api-read',
    method: 'GET',
    path: '/api/configuration',
    summary: 'Where to sign in',
    action: 'public',
    answer: answers.configuration,
  },
  getMe: {
    function: 'api-read',
    method: 'GET',
    path: '/api/me',
    summary: 'Who is signed in, with roles and sites',
    action: null,
    answer: answers.person,
  },
  getDevice: {
    function: 'api-read',
    method: 'GET',
    path: '/api/devices/{device}',
    summary: 'The shipment to which a device is attached',
    action: 'read-shipment',
    answer: answers.device,
  },
  previewProfile: {
    function: 'api-read',
    method: 'POST',
    path: '/api/profiles/preview',
    summary: 'Evaluate the latest shipments of a profile by another version of it; nothing is stored',
    action: 'write-profile',
    body: z.looseObject({}, object),
    answer: answers.profilePreview,
  },
  listProfiles: {
    function: 'api-read',
    method: 'GET',
    path: '/api/profiles',
    summary: 'Every version of every profile, with author and approver',
    action: 'read-profile',
    query: page,
    answer: answers.pageOf(answers.storedProfile),
  },
  showProfile: {
    function: 'api-read',
    method: 'GET',
    path: '/api/profiles/{profile}/versions/{version}',
    summary: 'A profile version as it was written',
    action: 'read-profile',
    answer: answers.profileShown,
  },
} as const satisfies Record<string, Route>;
