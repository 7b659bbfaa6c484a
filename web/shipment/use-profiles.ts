import { type Profile, useProfileVersions } from '../profiles/profile-versions.ts';
import type { Shown } from './shown.ts';

/** Returns the profiles by which a shipment's sensors are evaluated. */
export function useProfiles({ profile, attachments }: Shown): readonly Profile[] {
  return useProfileVersions([profile, ...attachments.map((each) => each.profile)]);
}
