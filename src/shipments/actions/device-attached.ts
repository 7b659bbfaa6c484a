import { moment } from '../../model/wording.ts';
import { isFileDevice } from '../../model/attached-file.ts';
import { filesRecorded } from '../files.ts';
import type { RefusalOf } from './refusal-of.ts';

/** A device is attached that is not attached already, before the arrival. */
export const deviceAttached: RefusalOf<'device-attached'> = (step, { entries, arrivedAt, attachments }) => {
  const open = attachments.find((each) => each.device === step.device && each.detachedAt === null);
  if (open !== undefined)
    return `${step.device} has been attached to this shipment since ${moment(open.since)}; detach it first`;
  if (isFileDevice(step.device) && !filesRecorded(entries).some(({ device }) => device === step.device))
    return `${step.device} is the name of a file that this shipment does not have; drop the file at the shipment instead`;
  return arrivedAt !== null && step.since >= arrivedAt
    ? `the shipment arrived ${moment(arrivedAt)}; a sensor attached now would record nothing of its journey`
    : null;
};
