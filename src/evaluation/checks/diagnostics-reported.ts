import type { Check } from '../check.ts';
import { percent } from '../../model/wording.ts';

/** Reports what is not an excursion but must be known: the sensor's health, the journey, a vial monitor's life. */
export const diagnosticsReported: Check = ({ profile, vialMonitorLife, found }) => {
  const sentences = found.map(({ sentence }) => sentence);
  if (vialMonitorLife !== null)
    sentences.push(
      `Heat used ${percent(vialMonitorLife)} of the life of a ${profile.vialMonitor}, computed; it tells of heat only, not of freezing.`,
    );
  return sentences.map((sentence) => ({ outcome: 'note', sentence }));
};
