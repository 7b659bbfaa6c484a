import { randomBytes } from 'node:crypto';
import { meaningOfReadmission } from '../../model/readmission.ts';
import { type Signs, nonceOf } from '../../model/signing.ts';
import { duration } from '../../model/wording.ts';
import type { TimeReadmitted } from '../../model/leg-event.ts';
import { changedPlanInWords } from '../../shipments/changed-plan-in-words.ts';
import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import { readmissionsRecorded } from '../../shipments/readmissions.ts';
import { mayAt } from '../../shipments/permissions.ts';
import type { Signature, Signer } from '../../shipments/signed-receipt.ts';
import { recordName } from '../../storage/archive/archived-record.ts';
import { type ChallengeTable, putChallenge } from '../../storage/challenges.ts';
import { ActionRefused, refuse, refuseStale, requestOf } from '../../storage/execute-action.ts';
import { refuseUnknownAllowance } from '../../storage/leg-actions.ts';
import { readLedger, record } from '../../storage/ledger.ts';
import type { Database } from '../../storage/tables.ts';
import type { IdentityProvider } from '../http/authenticate.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { verifyStepUp } from '../http/step-up.ts';
import type { Storage } from './downloads.ts';
import { openChallenge, spendChallenge } from './own-challenge.ts';
import { openRequested } from './open-shipment.ts';
import { iso } from './to-responses.ts';

/** How long a challenge may be signed. */
const challengeMs = 5 * 60_000;

/** What a challenge froze: the signer and the re-admission. */
type FrozenReadmission = {
  readonly signer: Omit<Signer, 'name'>;
  readonly shipment: string;
  readonly readmission: Omit<TimeReadmitted, 'signature'>;
};

/** Makes the handlers that ask for the signature of a re-admission, and check and record it. */
export function readmissionSigning(
  database: Database,
  archive: Storage,
  challenges: ChallengeTable,
  provider: IdentityProvider,
) {
  return {
    async challengeReadmission(request: ApiRequest<'challengeReadmission'>) {
      const { person, body, actor } = request;
      actor();
      const entries = await openRequested(database, request);
      const { basedOn, ...fields } = body;
      const { shipment, sequence, hash } = entries.at(-1)!;
      refuseStale(shipment, entries, { by: person.username, basedOn });
      const readmission = { kind: 'time-readmitted', ...fields, ledger: { sequence, hash } } as const;
      await refuseReadmission(database, shipment, entries, readmission);
      const issuedAt = Date.now();
      const id = randomBytes(16).toString('base64url');
      const signer = { subject: person.subject, username: person.username };
      const frozen: FrozenReadmission = { signer, shipment, readmission };
      const expiresAt = issuedAt + challengeMs;
      await putChallenge(challenges, { id, issuedAt, expiresAt, frozen });
      const signs = signsOf(id, frozen);
      return { challenge: id, expiresAt: iso(expiresAt), signs, nonce: nonceOf(signs) };
    },
    async signReadmission(request: ApiRequest<'signReadmission'>) {
      const { person, action, body, actor } = request;
      const by = requestOf(actor()).request!;
      const { site } = shipmentOf(await openRequested(database, request));
      const challenge = await openChallenge(challenges, body.challenge, person, by, isOfReadmission);
      const { id, frozen, expiresAt } = challenge;
      const { shipment } = frozen;
      if (shipment !== request.path['shipment'])
        throw new RequestRefused(404, 'There is no such challenge for this shipment; request one.');
      const recorded = await entryOf(database, shipment, id);
      if (recorded !== null) return recorded;
      if (Date.now() > expiresAt)
        throw new RequestRefused(410, `This challenge expired ${iso(expiresAt)}; request a new one.`);
      const { signature, stored, signer } = await verifyStepUp(
        provider,
        { ...challenge, signs: signsOf(id, frozen) },
        body.idToken,
        async (signing) => (mayAt(signing, action, site) ? null : `You may not sign this for ${shipment}.`),
      );
      await spendChallenge(challenges, id, signature, by);
      await archive.put(recordName.signature(id), JSON.stringify(stored), 'application/json');
      await recordReadmission(database, frozen, { ...signature, signer });
      return (await entryOf(database, shipment, id))!;
    },
  };
}

/** What the step-up of a re-admission signs. */
function signsOf(challenge: string, { signer, shipment, readmission }: FrozenReadmission) {
  const { ledger, product, lots, readmitted, document, reason } = readmission;
  return {
    challenge,
    signer,
    decisions: [],
    readmission: {
      shipment,
      ledger,
      product,
      lots: lots === null ? null : [...lots],
      readmitted,
      document,
      meaning: meaningOfReadmission(readmission),
      reason,
    },
  } satisfies Signs;
}

/** Records a signed re-admission, if it is still legal; a repeated call does nothing. */
async function recordReadmission(
  database: Database,
  { shipment, readmission }: FrozenReadmission,
  signature: Signature,
): Promise<void> {
  await record(database, shipment, { by: signature.signer.username, now: Date.now }, async (entries) => {
    if (readmissionOf(entries, signature.challenge) !== undefined) return [];
    // Who signs must have seen the goods that the signature is about.
    const seen = entries.slice(0, readmission.ledger.sequence);
    const changed = changedPlanInWords(shipmentOf(seen), shipmentOf(entries));
    if (changed.length > 0)
      throw new ActionRefused(
        `the plan has changed since you opened it (${changed.join('; ')}); review it, then sign again`,
      );
    await refuseReadmission(database, shipment, entries, readmission);
    return [{ why: readmission.reason, fact: { ...readmission, signature } }];
  });
}

/**
 * Checks that a re-admission is allowed, given the ledger and the storage limits.
 * @throws {ActionRefused} when it is not.
 */
async function refuseReadmission(
  database: Database,
  shipment: string,
  entries: readonly Entry[],
  readmission: FrozenReadmission['readmission'],
): Promise<void> {
  // Whether it may be signed does not depend on who signs.
  refuse(shipment, entries, { ...readmission, signature: unsigned });
  const { readmitted, product } = readmission;
  if (!('ms' in readmitted)) return;
  const totalMs = await refuseUnknownAllowance(database, entries, product, readmitted.allowance);
  if (readmitted.ms > totalMs)
    throw new ActionRefused(
      `the allowance ${readmitted.allowance} is ${duration(totalMs)} in all; re-admit at most that`,
    );
}

const unsigned: Signature = {
  challenge: '',
  signer: { subject: '', username: '', name: '' },
  signedAt: 0,
  tokenExpiresAt: 0,
  tokenSha256: '',
  keyThumbprint: '',
};

async function entryOf(database: Database, shipment: string, challenge: string) {
  const own = readmissionOf((await readLedger(database, shipment)).entries, challenge);
  return own === undefined ? null : { shipment, sequence: own.sequence, hash: own.hash };
}

function readmissionOf(entries: readonly Entry[], challenge: string) {
  return readmissionsRecorded(entries).find(({ fact }) => fact.signature.challenge === challenge);
}

/** Whether a challenge is that of a re-admission. */
function isOfReadmission(frozen: object): frozen is FrozenReadmission {
  return 'readmission' in frozen;
}
