import { parseDuration } from '../../model/duration.ts';
import { readDeviceTime } from '../../model/device-time.ts';
import { type FileQuestion, type FileReadingAnswers, bothFiles } from '../../model/attached-file.ts';
import type { Profile } from '../../model/profile.ts';
import { profileOfSensor } from '../../model/sensor-profile.ts';
import type { ProfileVersion } from '../../model/profile-version.ts';
import { duration, moment } from '../../model/wording.ts';
import type { GivenLogFile } from '../../logger-files/given-log-file.ts';
import { refusalOf } from '../../shipments/action-validation.ts';
import { fileDevice } from '../../shipments/file-device.ts';
import { extentOfReadings, fileFacts, medianStepMs, readFileOf } from '../../shipments/file-facts.ts';
import { type RecordedFile, fileRecorded } from '../../shipments/files.ts';
import type { FileAttached } from '../../shipments/file-event.ts';
import { type Entry, type NewEntry, shipmentOf } from '../../shipments/ledger.ts';
import { journeyRecorded } from '../../shipments/milestones.ts';
import type { ReadFile } from '../../shipments/same-logger.ts';
import type { FilePlan, PlannedFile } from './file-plan.ts';
import { productsOfFile } from './products-of-file.ts';
import { attachOrAsk, attachedOf } from './source-of-record.ts';

type Limits = Pick<Profile, 'maxGapMs' | 'reportingIntervalMs'>;

/** What planning needs besides the ledger: the limits of the goods, and how files that are attached were read. */
export type PlanServices = {
  readonly profileOf: (version: ProfileVersion) => Promise<Limits>;
  readonly readFile: (file: RecordedFile) => Promise<ReadFile>;
  /** Server time, epoch milliseconds. */
  readonly now: number;
};

/**
 * Plans what becomes of a received file, given the ledger as it is. A file that was attached stays attached by the
 * answers that it was read with, and one that was set aside stays so, whatever is asked now.
 */
export async function planFile(
  entries: readonly Entry[],
  file: PlannedFile,
  services: PlanServices,
): Promise<FilePlan> {
  const known = fileRecorded(entries, file.sha256);
  const { sha256 } = file;
  if (known?.state === 'attached' || known?.state === 'set-aside') return { kind: known.state, entries: [] };
  const plan = await planNew(entries, file, services);
  const isKnown = plan.kind === 'refused' && known?.reason === plan.reason;
  const refused: NewEntry[] =
    plan.kind === 'refused' && !isKnown
      ? [{ why: plan.reason, fact: { kind: 'file-refused', sha256, reason: plan.reason } }]
      : [];
  return { ...plan, entries: [...plan.entries, ...refused] };
}

async function planNew(
  entries: readonly Entry[],
  { sha256, name, answers, understood }: PlannedFile,
  services: PlanServices,
): Promise<FilePlan> {
  if (understood.kind === 'refused') return { kind: 'refused', reason: understood.reason, entries: [] };
  if (understood.kind === 'asks') return asking(understood.question);
  const { log } = understood;
  const read = readFileOf(log, answers);
  const stood = await productsOfFile(entries, read.serial, answers, async () =>
    answers['source-of-record'] === bothFiles
      ? []
      : (await attachedOf(entries, read, services.readFile)).map(({ file }) => file),
  );
  if ('option' in stood) return asking(stood);
  const profile = profileOfSensor(shipmentOf(entries), stood.products ?? null);
  const interval = intervalOf(log, answers, await services.profileOf(profile));
  if (typeof interval !== 'number') return asking(interval);
  const since = sinceOf(entries, log, answers);
  if (typeof since !== 'number') return asking(since);
  const { shipment } = entries[0]!;
  const device = fileDevice(shipment, sha256);
  const fact = {
    ...fileFacts({ sha256, device, answers, name }, log, { since, intervalMs: interval }),
    ...stood,
  };
  const refusal = attachmentRefusal(entries, fact, profile, services.now);
  if (refusal !== null) return { kind: 'refused', reason: refusal, entries: [] };
  return attachOrAsk(entries, fact, { sha256, name, read }, services.readFile);
}

/** The interval of a file's logger in milliseconds, or the question what it is. */
function intervalOf(
  log: GivenLogFile,
  { interval }: FileReadingAnswers,
  { maxGapMs, reportingIntervalMs }: Limits,
): number | FileQuestion {
  const given = interval === undefined ? null : parseDuration(interval);
  const found = given ?? medianStepMs(log.readings) ?? reportingIntervalMs;
  if (found <= maxGapMs) return found;
  const limit = `the storage limits count more than ${duration(maxGapMs)} without a reading as a gap`;
  return {
    option: 'interval',
    sentence:
      given === null
        ? `Its readings are ${duration(found)} apart, and ${limit}: say at which interval the logger was set to read, at most ${duration(maxGapMs)}.`
        : `An interval of ${duration(given)} is too long: ${limit}.`,
    candidates: [],
    quantity: null,
  };
}

/**
 * From when on a file counts: as a person states it, else from the declared departure or the first reading, whichever
 * is earlier. A question where that leaves nothing.
 */
function sinceOf(
  entries: readonly Entry[],
  { readings }: GivenLogFile,
  { since }: FileReadingAnswers,
): number | FileQuestion {
  const { from, to } = extentOfReadings(readings)!;
  const { departedAt } = journeyRecorded(entries);
  if (since === undefined) return Math.min(from, departedAt ?? from);
  const read = readDeviceTime(since, null);
  const at = read.ok ? read.at : Infinity;
  if (at <= to) return at;
  return {
    option: 'since',
    sentence: `Its last reading is at ${moment(to)}, before the time from which it is to count: give an earlier one.`,
    candidates: [],
    quantity: null,
  };
}

function attachmentRefusal(
  entries: readonly Entry[],
  { device, since, intervalMs, products }: FileAttached,
  profile: ProfileVersion,
  now: number,
): string | null {
  return refusalOf(
    entries,
    {
      kind: 'device-attached',
      device,
      since,
      intervalMs,
      role: 'product',
      profile,
      ...(products != null && { products }),
    },
    now,
  );
}

const asking = (question: FileQuestion): FilePlan => ({ kind: 'asks', question, entries: [] });
