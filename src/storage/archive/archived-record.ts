// What the archive holds beside telemetry: what cannot be computed anew. One object each, JSON, written once.

/** Folders of the archive for records. */
export const recordFolders = {
  ledger: 'ledger/',
  notified: 'told/',
  profiles: 'profiles/',
  approvals: 'approvals/',
  evidence: 'evidence/',
  signatures: 'signatures/',
} as const;

const numbered = (sequence: number): string => String(sequence).padStart(8, '0');

/** Names of the objects. */
export const recordName = {
  /** A ledger entry, as it stands in the ledger; by its hash too, so that another never takes its place. */
  entry: (shipment: string, sequence: number, hash: string): string =>
    `${recordFolders.ledger}${shipment}/${numbered(sequence)}-${hash.slice(0, 16)}.json`,
  /** That people have been told of an entry: `{ "at": epoch milliseconds }`. */
  notified: (shipment: string, sequence: number): string =>
    `${recordFolders.notified}${shipment}/${numbered(sequence)}.json`,
  /** A profile version with who wrote it. */
  profile: (id: string, version: number): string => `${recordFolders.profiles}${id}/${version}.json`,
  /** Who approved a profile version. */
  approval: (id: string, version: number): string => `${recordFolders.approvals}${id}/${version}.json`,
  /** What a decision was taken on, by its hash. */
  evidence: (hash: string): string => `${recordFolders.evidence}${hash}.json`,
  /** A signature, by its challenge. */
  signature: (challenge: string): string => `${recordFolders.signatures}${challenge}.json`,
};
