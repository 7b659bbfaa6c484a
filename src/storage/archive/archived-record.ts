// Apart from telemetry, the archive contains what cannot be computed again: one object each, written once. Loggers'
// files are unchanged; everything else is JSON.

/** Folders of the archive for records. */
export const recordFolders = {
  ledger: 'ledger/',
  notified: 'told/',
  profiles: 'profiles/',
  approvals: 'approvals/',
  evidence: 'evidence/',
  signatures: 'signatures/',
  files: 'files/',
} as const;

const numbered = (sequence: number): string => String(sequence).padStart(8, '0');

/** Names of the objects. */
export const recordName = {
  /**
   * A ledger entry, exactly as in the ledger. Its hash is part of the name, so that no other entry can replace it.
   */
  entry: (shipment: string, sequence: number, hash: string): string =>
    `${recordFolders.ledger}${shipment}/${numbered(sequence)}-${hash.slice(0, 16)}.json`,
  /** A note that people were notified of an entry: `{ "at": epoch milliseconds }`. */
  notified: (shipment: string, sequence: number): string =>
    `${recordFolders.notified}${shipment}/${numbered(sequence)}.json`,
  /** A profile version with its author. */
  profile: (id: string, version: number): string => `${recordFolders.profiles}${id}/${version}.json`,
  /** The approver of a profile version. */
  approval: (id: string, version: number): string => `${recordFolders.approvals}${id}/${version}.json`,
  /** The evidence for a decision, by its hash. */
  evidence: (hash: string): string => `${recordFolders.evidence}${hash}.json`,
  /** A signature, by its challenge. */
  signature: (challenge: string): string => `${recordFolders.signatures}${challenge}.json`,
  /** The bytes of a file that came to a shipment, by their SHA-256. */
  file: (sha256: string): string => `${recordFolders.files}${sha256}`,
};
