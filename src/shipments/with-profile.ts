import type { Attachment } from './ledger.ts';
import type { Profile } from '../model/profile.ts';
import type { ProfileVersion } from '../model/profile-version.ts';
import type { Record } from './sensor-verdict.ts';

/**
 * Replaces the profile of a record where `isOther` says so; of a combined profile, each part of which it says so, which
 * keeps its name, by which its product has it. The sensor keeps its own reporting interval.
 */
export function withProfile(
  recordOf: (attachment: Attachment) => Record,
  profile: Profile,
  isOther: (profile: ProfileVersion, attachment: Attachment) => boolean,
): (attachment: Attachment) => Record {
  return (attachment) => {
    const record = recordOf(attachment);
    const { reportingIntervalMs, parts } = record.profile;
    if (parts !== undefined) {
      const replaced = parts.map((part) => {
        const { id, version } = part;
        return isOther(part, attachment) ? { ...profile, id, version } : part;
      });
      return { ...record, profile: { ...record.profile, parts: replaced } };
    }
    if (!isOther(attachment.profile, attachment)) return record;
    return { ...record, profile: { ...profile, reportingIntervalMs } };
  };
}
