import { isFileDevice } from '../../model/attached-file.ts';
import { moment } from '../../model/wording.ts';
import type { RefusalOf } from './refusal-of.ts';

/** A device is detached that was attached before. */
export const deviceDetached: RefusalOf<'device-detached'> = (step, { attachments }) => {
  const own = attachments.findLast(({ device }) => device === step.device);
  if (own === undefined) return `${step.device} was never attached to this shipment`;
  if (isFileDevice(step.device))
    return `${step.device} is a file, which stays with its shipment; set it aside with a reason if it does not count`;
  return step.until < own.since
    ? `${step.device} was attached ${moment(own.since)}; it cannot be detached earlier`
    : null;
};
