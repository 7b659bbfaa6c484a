import { laneSubscriberSchema } from '../../model/lane-subscriber.ts';
import * as answers from './responses.ts';
import type { Route } from './route.ts';

/** Routes by which people outside the organisation are told of the shipments of a lane. */
export const laneRoutes = {
  listLaneSubscribers: {
    function: 'api-read',
    method: 'GET',
    path: '/api/sites/{site}/lane-subscribers',
    summary: 'Who outside the organisation is told of the lanes of a site',
    action: 'manage-lane',
    answer: answers.laneSubscribers,
  },
  subscribeLane: {
    function: 'api-write',
    method: 'POST',
    path: '/api/sites/{site}/lane-subscribers',
    summary:
      'Have somebody outside told of the alarms, and if wanted of the clean arrivals, of one lane; they are asked first. The same lane, channel and address is replaced',
    action: 'manage-lane',
    body: laneSubscriberSchema,
    answer: answers.laneSubscribed,
  },
  unsubscribeLane: {
    function: 'api-write',
    method: 'DELETE',
    path: '/api/sites/{site}/lane-subscribers/{subscriber}',
    summary: 'Send a subscriber nothing more of a lane',
    action: 'manage-lane',
    answer: answers.removed,
  },
  confirmLaneByLink: {
    function: 'api-write',
    method: 'POST',
    path: '/api/confirm/{token}',
    summary: 'Confirm by the link that was sent to a subscriber; whoever has the link needs no sign-in',
    action: 'public',
    answer: answers.laneConfirmed,
  },
} as const satisfies Record<string, Route>;
