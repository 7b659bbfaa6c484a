import type { Attachment } from './ledger.ts';
import type { Profile } from '../model/profile.ts';
import type { Record } from './sensor-verdict.ts';

/** Replaces the profile of a record where `isOther` says so. The sensor keeps its own reporting interval. */
export function withProfile(
  recordOf: (attachment: Attachment) => Record,
  profile: Profile,
  isOther: (attachment: Attachment) => boolean,
): (attachment: Attachment) => Record {
  return (attachment) => {
    const record = recordOf(attachment);
    if (!isOther(attachment)) return record;
    const { reportingIntervalMs } = record.profile;
    return { ...record, profile: { ...profile, reportingIntervalMs } };
  };
}
