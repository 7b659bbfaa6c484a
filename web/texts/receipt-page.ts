import { plural } from './plural.ts';

const recommendedFor = {
  release: 'Release is recommended for',
  quarantine: 'Quarantine for',
  reject: 'Rejection for',
} as const;

/** Texts of the receipt of a shipment, which only its pages load. */
export const receiptTexts = {
  title: 'Receipt',
  back: 'Receive',
  arriveTitle: 'Not arrived yet',
  arrive: 'Confirm arrival…',
  arriveHint:
    'Nobody has confirmed the arrival, and the reported positions do not show it. Do you have the box?',
  confirm: (time: string) => `Confirm arrival on ${time}…`,
  confirmHint:
    'The reported positions show the arrival. Until someone confirms it, the box is evaluated as in transit.',
  arriveAt: 'Another time…',
  noScan: 'Scan the label to confirm that these are the right goods.',
  coverage: 'Readings',
  monitored: (percent: string) => `${percent} of the journey monitored`,
  longestGap: (duration: string) => `longest gap ${duration}`,
  noGap: 'no gaps',
  worst: 'If out of range during every gap:',
  notCounted: 'not counted, because the gaps are short and in range on both sides',
  worstOf: (rule: string, worst: string, allowed: string) =>
    `${rule}: ${worst} out of range, ${allowed} allowed`,
  decide: 'Your decision',
  other: 'Other…',
  loggerFile: 'Add a logger file',
  folded: (passed: number, others: number) =>
    others === 0
      ? plural(passed, 'check passed', 'checks passed')
      : `${plural(passed, 'check passed', 'checks passed')}, ${others} not applicable`,
  passed: (f: { passed: number; of: number; failed: number; unknown: number }) =>
    [
      `${f.passed} of ${plural(f.of, 'check', 'checks')} passed`,
      ...(f.failed === 0 ? [] : [`${f.failed} failed`]),
      ...(f.unknown === 0 ? [] : [`${f.unknown} unknown`]),
    ].join(', '),
  youSign: 'You sign',
  box: 'Box',
  decision: 'Decision',
  meaning: 'Meaning',
  kept: (reason: string) => `Your reason is kept: ${reason}`,
  reasonWhy: {
    correction: 'Say why the signed decision is replaced.',
    incomplete: 'The record is not complete: say why you decide without it.',
    against: 'This is not what is recommended: say why you decide so.',
  },
  lacks: {
    decision: 'Choose a decision.',
    reason: 'Give the reason; it is required.',
    lots: 'Name the lots to release or to reject.',
  },
  byLot: 'Decide by lot',
  lotsTyped: 'Lots to release, one per line',
  rejectedTyped: 'Lots to reject, one per line',
  byProduct: {
    before: 'What was used before this journey',
    fates: 'Decision for each lot',
    becomesOf: 'What becomes of each lot',
    product: 'Product',
    lot: 'Lot',
    fate: 'Decision',
    noLot: 'no lot named',
    proposed: (
      each: readonly {
        readonly recommendation: keyof typeof recommendedFor;
        readonly lots: readonly string[];
      }[],
    ) =>
      each
        .filter(({ lots }) => lots.length > 0)
        .map(({ recommendation, lots }) => `${recommendedFor[recommendation]} ${lots.join(', ')}.`)
        .join(' '),
    gtin: (gtin: string) => `GTIN ${gtin}`,
    lotsOf: (product: string) => `Lots of ${product}`,
    lotNumber: (lot: string) => `Lot ${lot}`,
    units: (n: number) => plural(n, 'unit', 'units'),
    expires: (day: string) => `expires ${day}`,
    noLabel: 'The label has not been scanned. Until it is, no release is recommended.',
    notByItself:
      'No lot is named in the plan, and a lot of another product is called like it: it stays in quarantine. Name its lots in the plan to decide on it.',
  },
  reason: 'Reason',
  reasonNeeded: 'Reason (required)',
  reasonOptional: 'Reason (optional)',
  reasonHint: 'Part of what you sign; printed in the report.',
  calibrationMissing: (sensors: string) =>
    `The storage limits require a calibration date, and that of ${sensors} is unknown. Give the reason for releasing without it.`,
  sign: {
    released: 'Sign and release',
    'partly-released': 'Sign and release part',
    quarantined: 'Sign and quarantine',
    rejected: 'Sign and reject',
  },
  signByLot: 'Sign for each lot',
  signHint: 'Next, enter your password. It is your signature on what you see here.',
  addToBatch: 'Sign later with others',
  inBatch: 'On the list under Receive, to sign with others.',
  signed: 'Signed',
  signedBy: (name: string, moment: string) => `Signed by ${name}, ${moment}`,
  entry: (sequence: number) => `Audit trail entry ${sequence}`,
  evidence: 'Evidence',
  verifying: 'Verifying the evidence…',
  verified: (moment: string) => `Evidence verified ${moment}`,
  verifiedHow: (f: { entries: number; readings: number; signatures: number }) =>
    `The audit trail is an unbroken chain of ${plural(f.entries, 'entry', 'entries')}, ${plural(f.readings, 'reading gives', 'readings give')} the same verdict again, and ${plural(f.signatures, 'signature matches', 'signatures match')} what was signed.`,
  verifiedFiles: (n: number) =>
    `${n === 1 ? 'The logger file is' : `All ${n} logger files are`} unchanged. The command coldwatch verify also reads ${n === 1 ? 'it' : 'them'} again.`,
  tokenLater: (moment: string) =>
    `Until ${moment} the evidence leaves out the proof of the password, because it could still be used. It was checked at signing.`,
  verifiedBut: 'To know:',
  notVerified: 'The evidence is not consistent',
  notVerifiedHint: 'Do not rely on this receipt. Ask an operator to compare it with the archive.',
  corrected: 'Superseded',
  contradicted: 'What became known later contradicts this decision.',
  correct: 'Correct this decision',
  correcting: (signedAt: string) => `Replaces the decision of ${signedAt}, which stays in the audit trail.`,
  next: 'Scan the next box',
  done: (n: number) => (n === 1 ? 'Receipt signed' : `${n} receipts signed`),
  refused: 'Not signed',
  unknown: 'Signature not confirmed',
  checkWhetherSigned:
    'The signature was sent, but no answer came back. Open the receipt to see whether it is signed:',
  sendAgain:
    'The signature was sent, but no answer came back. Try again: the receipt cannot be signed twice.',
  signing: 'Signing…',
  signAgain: 'Back to the receipt',
  none: 'There is nothing to sign.',
  notFinished: 'Signing was not completed. Nothing was signed.',
  seeShipment: 'Shipment details',
  youCannot: 'Only a pharmacist of this site can sign.',
} as const;
