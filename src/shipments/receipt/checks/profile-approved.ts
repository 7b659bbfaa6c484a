import type { ReceiptCheck } from '../receipt-record.ts';
/** Every profile used for the verdict was approved by someone other than its author. */
export const profileApproved: ReceiptCheck = ({ verdict, approvalOf }) => {
  const versions = new Map(
    verdict.sensors
      .filter(({ decides }) => decides)
      .map(({ profile }) => [`${profile.id}, version ${profile.version}`, profile]),
  );
  if (versions.size === 0) return { outcome: 'not-applicable', sentence: 'No profile judged.' };
  const missing = [...versions].filter(([, profile]) => approvalOf(profile).approvedBy === null);
  return missing.length > 0
    ? {
        outcome: 'fail',
        sentence: `Nobody approved ${missing.map(([name]) => `profile ${name}`).join(' and ')}.`,
      }
    : {
        outcome: 'pass',
        sentence: `${[...versions].map(([name, profile]) => `Profile ${name} was approved by ${approvalOf(profile).approvedBy}`).join('; ')}.`,
      };
};
