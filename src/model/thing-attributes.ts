/**
 * The attribute of a thing that says until when it has an active certificate: ISO 8601 in UTC, or `noCertificate`. It is
 * written whenever a certificate is added or revoked, because the registry lists things with their attributes but not
 * with their certificates. A thing without it was registered by other means, and nothing is known.
 */
export const certificateAttribute = 'certificateUntil';

/** Stands for a time where all certificates of a thing are revoked. */
export const noCertificate = 'none';
