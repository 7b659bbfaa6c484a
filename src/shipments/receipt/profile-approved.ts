import { partsOfVersion } from '../../model/combined-version.ts';
import type { ReceiptCheck } from './receipt-record.ts';

/** Every profile used for the verdict was approved by someone other than its author. */
export const profileApproved: ReceiptCheck = ({ verdict, approvalOf }) => {
  const versions = new Map(
    verdict.sensors
      .filter(({ decides }) => decides)
      .flatMap(({ profile }) => partsOfVersion(profile))
      .map((profile) => [`${profile.id}, version ${profile.version}`, profile]),
  );
  if (versions.size === 0) return { outcome: 'not-applicable', sentence: 'No profile was used.' };
  const missing = [...versions].filter(([, profile]) => approvalOf(profile).approvedBy === null);
  return missing.length > 0
    ? {
        outcome: 'fail',
        sentence: `Not approved: ${missing.map(([name]) => `profile ${name}`).join(' and ')}.`,
      }
    : {
        outcome: 'pass',
        sentence: `${[...versions].map(([name, profile]) => `Profile ${name} was approved by ${approvalOf(profile).approvedBy}`).join('; ')}.`,
      };
};
