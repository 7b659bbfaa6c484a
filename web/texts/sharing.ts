import type { LinkPermits } from '../../src/model/enumerations.ts';

const permits: { readonly [each in LinkPermits]: string } = {
  look: 'looking',
  'report-arrival': 'looking and reporting the arrival',
};

/** Texts of sharing a shipment with people outside, and of the page that they see. */
export const sharingTexts = {
  ledger: {
    'link-created': (f: { purpose: string; permits: LinkPermits; ends: string }) =>
      `Shared for: ${f.purpose}. The link permits ${permits[f.permits]}, until ${f.ends}`,
    'link-opened': (purpose: string) => `Shared link opened: ${purpose}`,
    'link-revoked': (purpose: string) => `Shared link revoked: ${purpose}`,
  },
  dialog: {
    title: (shipment: string) => `Share ${shipment}`,
    hint: 'Whoever has the link and its PIN sees state, position, temperature and times of this one shipment: no names of people, no lots, no audit trail. Every opening is in the audit trail.',
    purpose: 'For whom',
    purposeHint:
      'For example: Swift Carriers, driver on the 23rd. They see it, and it is in the audit trail.',
    permits: 'They may',
    permitted: { look: 'Look', 'report-arrival': 'Look and report the arrival' } satisfies {
      readonly [each in LinkPermits]: string;
    },
    ends: 'Ends after',
    days: (days: number) => (days === 1 ? '1 day' : `${days} days`),
    make: 'Make link',
    making: 'Making…',
    madeFor: (purpose: string) => `Link for ${purpose}`,
    until: (moment: string) => `until ${moment}`,
    once: 'The PIN is shown only now.',
    address: 'Link',
    pin: 'PIN',
    apart: 'Send the PIN separately from the link: by phone, for example.',
    copy: 'Copy link',
    copied: 'Copied',
    another: 'Share with somebody else',
    close: 'Close',
    noPurpose: 'Say who the link is for.',
  },
  list: {
    title: 'Links to this shipment',
    none: 'Nobody outside has a link to this shipment.',
    states: { 'in-force': 'In force', ended: 'Ended', revoked: 'Revoked' } as const,
    by: (name: string, at: string) => `made by ${name}, ${at}`,
    opened: (times: number, last: string | null) =>
      last === null ? 'not opened yet' : `opened ${times === 1 ? 'once' : `${times} times, last`} ${last}`,
    revokedBy: (name: string, at: string, why: string) =>
      name === 'coldwatch' ? `${at}: ${why}` : `by ${name}, ${at}: ${why}`,
    revoke: 'Revoke',
    revokeOf: (purpose: string) => `Revoke the link for ${purpose}`,
    revokeTitle: (purpose: string) => `Revoke the link for ${purpose}?`,
    revokeHint: 'Whoever has it open sees nothing from then on.',
    reason: 'Reason (required)',
    revokeNow: 'Revoke link',
  },
} as const;
