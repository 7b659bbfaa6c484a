import { Construct } from 'constructs';
import { refusedIndex } from '../../src/storage/refused-by-day.ts';
import { shipmentIndexes } from '../../src/storage/shipments.ts';
import { sourceIndex } from '../../src/storage/source-items.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import { type TableName, createTables } from './create-tables.ts';
import type { DataProtection } from './data-protection.ts';

type Actions = { readonly [name in TableName]?: readonly string[] };

/** The tables that every function names which reads or writes records. */
const recordTables = [
  'devices',
  'journal',
  'ledger',
  'shipments',
  'profiles',
  'rejected',
  'sources',
  'search',
  'audit',
  'insights',
] as const satisfies readonly TableName[];

/** What adding an entry to a ledger needs, with all that is computed from it. */
const recordingEntries = {
  ledger: ['PutItem', 'Query'],
  shipments: ['PutItem'],
  search: ['PutItem'],
  audit: ['PutItem'],
  insights: ['GetItem', 'PutItem'],
} as const satisfies Actions;

/** The tables of readings and decisions. They outlive the stack unless its records are set to be deleted with it. */
export class Tables extends Construct {
  readonly byName: ReturnType<typeof createTables>;

  constructor(scope: Construct, id: string, dataProtection: DataProtection) {
    super(scope, id);
    this.byName = createTables(this, dataProtection);
  }

  /** Grants what evaluating a device needs: adding to the journal and ledger, but never changing or deleting there. */
  grantEvaluating(evaluator: ColdwatchFunction): void {
    this.#useRecords(evaluator, {
      ...recordingEntries,
      devices: ['GetItem', 'UpdateItem'],
      journal: ['PutItem', 'UpdateItem', 'Query'],
      profiles: ['GetItem'],
    });
    this.#denyRewriting(evaluator);
  }

  /** Grants what notifying people needs: reading ledger entries, and marking those of which people were notified. */
  grantNotifying(notifier: ColdwatchFunction): void {
    this.#useRecords(notifier, { ledger: ['PutItem', 'Query'], profiles: ['GetItem'] });
    this.#use(notifier, { sources: ['GetItem', 'UpdateItem', 'Query'] });
    this.#denyRewriting(notifier);
  }

  /** Grants what delivering needs: reading what messages and digests are about, and the recipients with their marks. */
  grantDelivering(deliverer: ColdwatchFunction): void {
    this.#useRecords(deliverer, {
      ledger: ['Query'],
      profiles: ['GetItem'],
      // Whether goods arrived without an excursion shows in their readings.
      devices: ['GetItem'],
      journal: ['Query'],
    });
    deliverer.use(
      'SHIPMENTS_TABLE',
      this.byName.shipments.tableName,
      [shipmentIndexes.watched, shipmentIndexes.watchedAtSite].map(
        (index) => `${this.byName.shipments.tableArn}/index/${index}`,
      ),
      ['dynamodb:Query'],
    );
    this.grantChangingRecipients(deliverer);
  }

  /** Grants what showing people's own alerts needs: reading only. */
  grantReadingRecipients(reader: ColdwatchFunction): void {
    this.#use(reader, { recipients: ['Query'] });
  }

  /** Grants what changing recipients needs, with the items that lead to them. */
  grantChangingRecipients(writer: ColdwatchFunction): void {
    this.#use(writer, { recipients: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'] });
  }

  /** Grants what ingest needs in addition: storing refused input. */
  grantRefusing(refuser: ColdwatchFunction): void {
    refuser.allow([this.byName.rejected.tableArn], ['dynamodb:PutItem']);
  }

  /** Grants what listing the files of a shipment needs: reading only. */
  grantListingFiles(lister: ColdwatchFunction): void {
    this.#use(lister, { files: ['Query'] });
  }

  /** Grants what showing address books and saved views needs: reading only. */
  grantReadingPlanning(reader: ColdwatchFunction): void {
    this.#use(reader, { planning: ['Query'] });
  }

  /** Grants what changing address books and saved views needs: counting what is there, replacing and removing. */
  grantChangingPlanning(writer: ColdwatchFunction): void {
    this.#use(writer, { planning: ['Query', 'PutItem', 'DeleteItem'] });
  }

  /** Grants what recording system entries needs: adding to the audit trail, never changing or removing. */
  grantRecordingAudit(recorder: ColdwatchFunction): void {
    this.#use(recorder, { audit: ['PutItem'] });
  }

  /**
   * Grants what running the system needs: what was refused, the last runs of monitoring, silent sources, and recording
   * what was tried again.
   */
  grantOperating(operator: ColdwatchFunction): void {
    this.#useRecords(operator, {
      devices: ['GetItem', 'BatchGetItem'],
      rejected: ['GetItem'],
      audit: ['PutItem'],
    });
    operator.allow([`${this.byName.rejected.tableArn}/index/${refusedIndex.name}`], ['dynamodb:Query']);
    operator.allow([`${this.byName.sources.tableArn}/index/${sourceIndex.name}`], ['dynamodb:Query']);
    this.#denyRewriting(operator);
  }

  /** Grants what making links needs: storing their secrets, never reading them. */
  grantMakingLinks(maker: ColdwatchFunction): void {
    this.#use(maker, { shares: ['PutItem'] });
  }

  /** Grants what the holders of links need: showing one shipment, recording that they did, and its arrival. */
  grantSharing(sharer: ColdwatchFunction): void {
    this.grantEvaluating(sharer);
    this.#use(sharer, { devices: ['BatchGetItem'], shares: ['GetItem', 'PutItem', 'UpdateItem'] });
  }

  /** Grants what announcing files, having them read and setting them aside needs, in addition to people's actions. */
  grantAnnouncingFiles(receiver: ColdwatchFunction): void {
    this.#use(receiver, { files: ['GetItem', 'PutItem', 'Query'] });
  }

  /**
   * Grants what attaching files needs: evaluating, and noting what became of each file and of each attempt to read it.
   */
  grantAttachingFiles(reader: ColdwatchFunction): void {
    this.grantEvaluating(reader);
    this.#use(reader, { files: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] });
  }

  /** Grants what accepting the requests of sources needs: checking and counting them, and storing what was refused. */
  grantAcceptingRequests(accepting: ColdwatchFunction): void {
    this.#useRecords(accepting, { sources: ['GetItem', 'UpdateItem'], rejected: ['PutItem'] });
  }

  /** Grants what showing sources needs: reading them, and what was refused of them. */
  grantReadingSources(reader: ColdwatchFunction): void {
    reader.allow(
      [this.byName.sources.tableArn],
      ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
    );
    reader.allow([`${this.byName.sources.tableArn}/index/${sourceIndex.name}`], ['dynamodb:Query']);
    reader.allow([this.byName.rejected.tableArn], ['dynamodb:Query']);
  }

  /** Grants what changing sources needs; only the registration of a device is ever deleted. */
  grantManagingSources(manager: ColdwatchFunction): void {
    manager.allow(
      [this.byName.sources.tableArn],
      ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'].map((action) => `dynamodb:${action}`),
    );
  }

  /** Grants what ingest needs to know of sources: which devices one speaks for, and noting when it was heard. */
  grantKnowingSources(ingest: ColdwatchFunction): void {
    ingest.allow(
      [this.byName.sources.tableArn],
      ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:UpdateItem'],
    );
  }

  /**
   * Grants what the synthetic sensor needs: creating a shipment each month, and checking that its readings are
   * evaluated.
   */
  grantCanary(canary: ColdwatchFunction): void {
    this.#useRecords(canary, {
      ...recordingEntries,
      devices: ['GetItem', 'UpdateItem'],
      journal: ['PutItem', 'UpdateItem', 'Query'],
      profiles: ['GetItem', 'PutItem'],
      // People may have ended its shipment, and then whoever adds to the ledger records the outcome.
    });
    this.#denyRewriting(canary);
  }

  /** Grants what showing shipments needs: reading only. */
  grantReading(reader: ColdwatchFunction): void {
    this.#useRecords(reader, {
      devices: ['GetItem', 'BatchGetItem'],
      journal: ['Query'],
      ledger: ['Query'],
      profiles: ['GetItem', 'Scan'],
      search: ['Query', 'BatchGetItem'],
      audit: ['Query'],
      insights: ['Query'],
    });
    reader.allow([this.byName.shipments.tableArn], ['dynamodb:BatchGetItem']);
    reader.use(
      'SHIPMENTS_TABLE',
      this.byName.shipments.tableName,
      Object.values(shipmentIndexes).map((index) => `${this.byName.shipments.tableArn}/index/${index}`),
      ['dynamodb:Query'],
    );
  }

  /**
   * Grants what people's actions need: attaching and detaching devices, adding to ledgers, storing profiles, rebuilding
   * lists.
   */
  grantSteps(actor: ColdwatchFunction): void {
    this.#useRecords(actor, {
      ...recordingEntries,
      devices: ['GetItem', 'UpdateItem'],
      journal: ['PutItem', 'UpdateItem', 'Query'],
      ledger: ['PutItem', 'Query', 'Scan'],
      profiles: ['GetItem', 'PutItem', 'UpdateItem', 'Query', 'Scan'],
      // Finding the shipments with which the same units travelled before.
      search: ['PutItem', 'Query'],
      shipments: ['GetItem', 'PutItem'],
    });
    this.#denyRewriting(actor);
  }

  /** Grants what signing needs: reading everything that is evaluated, and adding to the ledger. */
  grantSigning(signer: ColdwatchFunction): void {
    this.#useRecords(signer, {
      ...recordingEntries,
      devices: ['GetItem'],
      journal: ['Query'],
      profiles: ['GetItem'],
    });
    this.#denyRewriting(signer);
  }

  /** Grants actions on tables of records, and names the others: the storage layer requires the name of each. */
  #useRecords(user: ColdwatchFunction, actions: Actions): void {
    for (const name of recordTables)
      user.function.addEnvironment(`${name.toUpperCase()}_TABLE`, this.byName[name].tableName);
    this.#use(user, actions);
  }

  #use(user: ColdwatchFunction, actions: Actions): void {
    for (const [name, own] of Object.entries(actions) as [TableName, readonly string[]][]) {
      const each = this.byName[name];
      user.use(
        `${name.toUpperCase()}_TABLE`,
        each.tableName,
        [each.tableArn],
        own.map((action) => `dynamodb:${action}`),
      );
    }
  }

  /** Denies removing anything from the ledger, journal or audit trail, and changing what the first and last have. */
  #denyRewriting(writer: ColdwatchFunction): void {
    const removing = ['DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete'].map(
      (action) => `dynamodb:${action}`,
    );
    writer.deny(
      [this.byName.ledger.tableArn, this.byName.audit.tableArn],
      ['dynamodb:UpdateItem', ...removing],
    );
    // The journal also contains assignments, which change with departure and arrival.
    writer.deny([this.byName.journal.tableArn], removing);
  }

  /**
   * Grants what monitoring needs: listing the shipments that may still change by themselves, and reading many device
   * items at once.
   */
  grantMonitoring(lister: ColdwatchFunction): void {
    lister.allow([`${this.byName.shipments.tableArn}/index/${shipmentIndexes.watched}`], ['dynamodb:Query']);
    lister.allow([this.byName.devices.tableArn], ['dynamodb:BatchGetItem']);
    // Finding the shipments with which the same units travelled before.
    lister.allow([this.byName.search.tableArn], ['dynamodb:Query']);
  }

  /** Grants what monitoring sources needs: listing them, and recording which are silent. */
  grantMonitoringSources(monitor: ColdwatchFunction): void {
    monitor.allow([`${this.byName.sources.tableArn}/index/${sourceIndex.name}`], ['dynamodb:Query']);
    monitor.allow([this.byName.sources.tableArn], ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
  }
}
