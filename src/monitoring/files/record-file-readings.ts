import type { Reading } from '../../model/reading.ts';
import { profileOfSensor } from '../../model/sensor-profile.ts';
import { recordedReadings } from '../../shipments/file-facts.ts';
import { distinctReadings } from '../../shipments/files.ts';
import type { FileAttached } from '../../shipments/file-event.ts';
import { attachmentsRecorded, shipmentOf } from '../../shipments/ledger.ts';
import { append, readDeviceItem } from '../../storage/append.ts';
import { attachDevice } from '../../storage/attach-device.ts';
import { pointsToJournal } from '../../storage/decode-device-item.ts';
import { evaluationContextsFrom, stateReducer } from '../../storage/evaluation-contexts.ts';
import { flushToJournal } from '../../storage/flush-to-journal.ts';
import { readLedger } from '../../storage/ledger.ts';
import { readingsUnder } from '../../storage/shipment-record.ts';
import type { FileServices } from './file-services.ts';

/** The readings in one message: with it, a message is a segment of the journal. */
const readingsTogether = 5000;
/** The messages in one write: a DynamoDB expression is limited to 4 KB. */
const messagesTogether = 100;

/**
 * Attaches the device of a file and makes the file's readings its record, as those of any other sensor. Repeating the
 * call, also after a crash at any point, completes it.
 *
 * @throws {ActionRefused} when the shipment no longer accepts the device.
 */
export async function recordFileReadings(
  { database, evaluate }: Pick<FileServices, 'database' | 'evaluate'>,
  shipment: string,
  { device, since, intervalMs, products = null, readings: expected }: FileAttached,
  readings: readonly Reading[],
  by: string,
): Promise<void> {
  const profile = profileOfSensor(shipmentOf((await readLedger(database, shipment)).entries), products);
  const attaching = { shipment, profile, since, intervalMs, attachedAt: Date.now() };
  await attachDevice(database, device, { ...attaching, ...(products !== null && { products }) }, by);
  const { entries } = await readLedger(database, shipment);
  const attachment = attachmentsRecorded(entries).find((each) => each.device === device)!;
  // A file that a run before has appended is not read back by every repeat of its message.
  if (distinctReadings(await readingsUnder(database, attachment)) < expected)
    await appendInPieces(database, device, recordedReadings(readings, since));
  await evaluateFileDevice({ database, evaluate }, device);
}

async function appendInPieces(
  database: FileServices['database'],
  device: string,
  readings: readonly Reading[],
): Promise<void> {
  const inOrder = readings.toSorted((a, b) => a.at - b.at);
  const messages: (readonly Reading[])[] = [];
  for (let first = 0; first < inOrder.length; first += readingsTogether)
    messages.push(inOrder.slice(first, first + readingsTogether));
  for (let first = 0; first < messages.length; first += messagesTogether)
    await append(database, device, messages.slice(first, first + messagesTogether));
}

/**
 * Brings the ledger up to the record of a file. Nothing else ever comes from its device, so its item is flushed:
 * otherwise the whole journal would be read at every look.
 */
export async function evaluateFileDevice(
  { database, evaluate }: Pick<FileServices, 'database' | 'evaluate'>,
  device: string,
): Promise<void> {
  const time = { asOf: Date.now(), processedUpTo: -Infinity };
  const evaluated = await evaluate(await readDeviceItem(database, device), time);
  const { assignment } = evaluated;
  if (assignment === null || !(pointsToJournal(evaluated) || evaluated.messages.size > 0)) return;
  const context = await evaluationContextsFrom(database)(assignment);
  const flushed = await flushToJournal(database, evaluated, stateReducer(context));
  await evaluate(flushed, time);
}
