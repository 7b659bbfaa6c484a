import type { PastAssignment } from '../../storage/assignments.ts';
import type { LastValues } from '../../storage/last-values.ts';
import type { StoredRefusal } from '../../storage/refused-messages.ts';

/** What the attachments of a device say to a person. Times are epoch milliseconds. */
type SeenAttachments = {
  /** The end of calibration that was given at the last attachment that the person may see; null if none was given. */
  readonly calibratedUntil: number | null;
  /** The last end of an attachment that the person may not see: what was sent by then is of that shipment. */
  readonly hiddenUntil: number;
};

/**
 * What the attachments of a device say to a person who may see some of their shipments. It is looked up for the latest
 * `most` attachments; earlier ones may be of other sites, and count as hidden.
 */
export async function seenAttachments(
  all: readonly PastAssignment[],
  maySee: (shipment: string) => boolean | Promise<boolean>,
  most = Infinity,
): Promise<SeenAttachments> {
  const latest = all.toSorted((a, b) => b.assignment.since - a.assignment.since);
  let calibratedUntil: number | null | undefined;
  let hiddenUntil = latest[most]?.until ?? -Infinity;
  for (const { assignment, until } of latest.slice(0, most))
    // Nothing is taken over from earlier ones: the latest may have been attached without a date.
    if (!(await maySee(assignment.shipment))) hiddenUntil = Math.max(hiddenUntil, until ?? -Infinity);
    else if (calibratedUntil === undefined) ({ calibratedUntil } = assignment);
  return { calibratedUntil: calibratedUntil ?? null, hiddenUntil };
}

/** When a device was last heard, whether it was understood or not; null if it never was. */
export function heardAt(
  { heardAt: understoodAt }: LastValues,
  newestRefused: StoredRefusal | undefined,
  asOf: number,
): number | null {
  // The receipt of what was understood is not stored, and a device's clock may be ahead of ours.
  const at = Math.max(Math.min(understoodAt ?? -Infinity, asOf), newestRefused?.receivedAt ?? -Infinity);
  return Number.isFinite(at) ? at : null;
}
