import type { FileReadingAnswers } from '../../src/model/attached-file.ts';
import { sha256 } from '../../src/model/digest.ts';
import { attachFile, type FileServices } from '../../src/monitoring/attach-file.ts';
import { setFileAside } from '../../src/monitoring/set-file-aside.ts';
import { attachmentsRecorded } from '../../src/shipments/ledger.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { type StoredFile, listFiles } from '../../src/storage/attached-files.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import { readRecords } from '../../src/storage/shipment-record.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from './database.ts';
import { signed } from './facts.ts';
import { objectsInMemory } from './objects-in-memory.ts';
import { minute } from './series.ts';
import { createdShipment, evaluating, warmProfile } from './shipment.ts';

/** The first reading of the files of these tests. */
export const begin = Date.UTC(2026, 2, 3, 6);
export const later = (minutes: number): number => begin + minutes * minute;

/** Our own CSV with a temperature every `step` minutes from a minute on. */
export function csv(celsius: readonly (number | string)[], from = 0, step = 10): string {
  const rows = celsius.map(
    (value, index) => `${new Date(later(from + index * step)).toISOString()},${value}`,
  );
  return `time,temperature\n${rows.join('\n')}\n`;
}

/** The temperatures of an ordinary journey, of which no two files have the same. */
export function cool(count: number, seed = 0): number[] {
  return Array.from({ length: count }, (_, index) => 4 + (((index * 7 + seed * 13) % 20) + seed / 100) / 10);
}

/** Shipments on a database of their own, to which files come. */
export async function filesAtShipments(engine = 'model') {
  const running = await startDatabase(engine);
  const own = running.database;
  const table = 'files';
  const archive = objectsInMemory();
  await putProfile(own, warmProfile, 'test');
  const inbox = evaluating(own);
  const servicesOn = (on: Database): FileServices => ({
    database: on,
    files: { client: on.client, table },
    archive: archive.objects,
    evaluate: evaluating(on).evaluate,
  });
  const services = { ...servicesOn(own), evaluate: inbox.evaluate };
  return {
    database: own,
    services,
    servicesOn,
    archive,
    inbox,
    /** Plans a shipment that departed at a minute; with fields of the plan that are not those of every test. */
    async planned(shipment: string, departed: number | null = 0, plan: object = {}): Promise<void> {
      await createShipment(own, shipment, { ...createdShipment, ...plan }, 'Ann');
      if (departed !== null) await declareMilestone(own, shipment, 'departed', later(departed), 'Ann');
    },
    arrived: (shipment: string, minutes: number) =>
      declareMilestone(own, shipment, 'arrived', later(minutes), 'Ann'),
    drop: (
      shipment: string,
      content: string | Uint8Array,
      { name = 'a.csv', answers = {}, on = services }: Dropped = {},
    ): Promise<StoredFile> => {
      const bytes = Buffer.from(content as string);
      return attachFile(on, { shipment, sha256: sha256(bytes), name, bytes, answers, by: 'Bea' });
    },
    setAside: (shipment: string, file: string, reason: string) =>
      setFileAside(services, { shipment, sha256: file, reason, by: 'Cy' }),
    listed: (shipment: string) => listFiles(services.files, shipment),
    entries: async (shipment: string) => (await readLedger(own, shipment)).entries,
    /** Records a decision to release, as it stands in a ledger. */
    async release(shipment: string): Promise<void> {
      const { entries } = await readLedger(own, shipment);
      const verdict = evaluateShipment(entries, await readRecords(own, entries), Date.now());
      await record(own, shipment, { by: 'Paul', now: Date.now }, () => [
        {
          why: 'as recommended',
          fact: signed({ ledgerHead: entries.length, judgedAt: Date.now(), judged: verdict.recommendation }),
        },
      ]);
    },
    verdict: async (shipment: string, asOf = Date.now()) => {
      const { entries } = await readLedger(own, shipment);
      return evaluateShipment(entries, await readRecords(own, entries), asOf);
    },
    attachments: async (shipment: string) => attachmentsRecorded((await readLedger(own, shipment)).entries),
    stop: () => running.stop(),
  };
}

type Dropped = {
  readonly name?: string;
  readonly answers?: FileReadingAnswers;
  readonly on?: FileServices;
};
