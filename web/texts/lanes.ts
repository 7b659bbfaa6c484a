import type { AlertChannel } from '../../src/model/own-alert.ts';

/** Who outside the organisation is told of the shipments of a lane. */
export const laneTexts = {
  lead: 'People outside your organisation who are told of the alarms of a lane: all shipments from one place to another. They need no sign-in, and see nothing else.',
  onlyLogistics: 'Only logistics can see and change who outside your organisation is told.',
  none: 'Nobody outside your organisation is told of any lane.',
  lane: (origin: string, destination: string) => `${origin} to ${destination}`,
  add: 'Add a subscriber',
  addTitle: 'New subscriber of a lane',
  changeTitle: (who: string) => `Subscriber ${who}`,
  origin: 'From (place)',
  destination: 'To (place)',
  placeHint: 'The name as in plans; capitals make no difference.',
  name: 'Who it is',
  addressHints: {
    email: 'They are asked by mail first, and confirm by a link.',
    sms: 'With country code, as +441632960123. They are asked first, and confirm by a link.',
    webhook: 'Begins with https://. A test is sent to it; a successful answer confirms it.',
  } satisfies Record<AlertChannel, string>,
  cleanArrivals: 'Also when goods arrive clean',
  cleanHint:
    'Clean: arrival confirmed, no limit exceeded, record complete, calibration known. What is unknown is never clean.',
  clean: 'clean arrivals',
  waiting: 'Asked, not confirmed yet',
  askAgain: 'Ask again',
  asked: 'Asked again.',
  onceAMinute: 'They can be asked once a minute.',
  question: 'Question',
  addedBy: (name: string) => `added by ${name}`,
  removeTitle: (who: string) => `Remove ${who}?`,
  removeHint: 'They are sent nothing more about this lane.',
} as const;
