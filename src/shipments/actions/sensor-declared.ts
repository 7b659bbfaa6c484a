import { moment } from '../../model/wording.ts';
import type { RefusalOf } from './refusal-of.ts';

/** A sensor of the shipment is declared broken, lost or silent. */
export const sensorDeclared: RefusalOf<'sensor-declared'> = (step, { attachments }) => {
  const own = attachments.findLast(({ device }) => device === step.device);
  if (own === undefined) return `${step.device} was never attached to this shipment`;
  return step.at < own.since
    ? `${step.device} was attached ${moment(own.since)}; it cannot have failed earlier`
    : null;
};
