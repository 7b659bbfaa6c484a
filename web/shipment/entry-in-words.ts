import type { Role } from '../../src/model/device-role.ts';
import type { Formats } from '../format/formats.ts';
import { texts } from '../texts.ts';
import { type Profile, quantityOf } from './profiles.ts';
import type { Entry } from './record.ts';

/** The properties of a ledger event that are put into words. */
type ShownEvent = {
  readonly kind: string;
  readonly goods: string;
  readonly profile: { readonly id: string; readonly version: number };
  readonly device: string;
  readonly role?: Role;
  readonly since: number;
  readonly until: number;
  readonly at: number;
  readonly fate: string;
  readonly to: string;
  readonly rule: string;
  readonly comment: string;
  readonly detectedBy: string | null;
  readonly milestone: 'departed' | 'arrived';
  readonly mergedInto: string | null;
  readonly late?: { readonly readings: number; readonly from: number; readonly to: number } | null;
  readonly excursion: {
    readonly rule: string;
    readonly from: number;
    readonly to: number | null;
    readonly firedAt: number;
    readonly peak: number | null;
  };
  readonly finding: { readonly kind: string; readonly sentence: string };
  readonly decision: keyof typeof texts.decisions;
  readonly lots: readonly string[];
  readonly signature: { readonly signer: { readonly name: string } };
  readonly recommendation: keyof typeof texts.recommendations;
};

/**
 * Describes a ledger entry in one sentence, in the person's units and time zone. Units of other channels come from the
 * profiles.
 */
export function entryInWords({ fact }: Entry, formats: Formats, profiles: readonly Profile[] = []): string {
  const { moment } = formats;
  const event = fact as unknown as ShownEvent;
  const { ledger } = texts;
  const { device, rule } = event;
  switch (event.kind) {
    case 'shipment-created':
      return ledger['shipment-created']({
        goods: event.goods,
        profile: `${event.profile.id}@${event.profile.version}`,
      });
    case 'device-attached':
      return ledger['device-attached']({
        device,
        role: texts.shipment.sensorRole[event.role ?? 'product'],
        since: moment(event.since),
      });
    case 'device-detached':
      return ledger['device-detached']({ device, until: moment(event.until) });
    case 'sensor-declared':
      return ledger['sensor-declared']({
        device,
        fate: ledger.fates[event.fate] ?? event.fate,
        at: moment(event.at),
      });
    case 'handed-over':
      return ledger['handed-over']({ to: event.to, at: moment(event.at) });
    case 'departed':
    case 'arrived': {
      const how = event.detectedBy === null ? ledger.declared : ledger.detected(event.detectedBy);
      return ledger[event.kind]({ at: moment(event.at), how });
    }
    case 'milestone-withdrawn': {
      const at = moment(event.at);
      return event.detectedBy === null
        ? ledger['taken-back'][event.milestone](at)
        : ledger.undone[event.milestone](at, event.detectedBy);
    }
    case 'excursion-opened': {
      const { excursion } = event;
      const quantity = quantityOf(profiles, excursion.rule, excursion.peak, formats);
      const peak = quantity === '' ? '' : ledger.peak(quantity);
      return ledger['excursion-opened']({ rule: excursion.rule, peak, from: moment(excursion.from), device });
    }
    case 'excursion-closed': {
      const { excursion, mergedInto } = event;
      if (mergedInto !== null) return ledger['excursion-merged']({ rule: excursion.rule, device });
      const to = moment(excursion.to ?? excursion.firedAt);
      return ledger['excursion-closed']({ rule: excursion.rule, to, device });
    }
    case 'excursion-withdrawn':
      return ledger['excursion-withdrawn']({ rule: event.excursion.rule, device });
    case 'alarm-cleared':
      return ledger['alarm-cleared']({ rule });
    case 'alarm-escalated':
      return ledger['alarm-escalated']({ rule, to: event.to });
    case 'alarm-acknowledged':
      return ledger['alarm-acknowledged']({ rule, comment: event.comment });
    case 'contact-lost':
      return ledger['contact-lost']({ device, at: moment(event.at) });
    case 'contact-restored': {
      const { late } = event;
      const sentence =
        late == null ? '' : ledger.lateReadings(late.readings, moment(late.from), moment(late.to));
      return ledger['contact-restored']({ device, late: sentence });
    }
    case 'finding-opened':
      return ledger['finding-opened']({ sentence: event.finding.sentence, device });
    case 'finding-closed':
      return ledger['finding-closed']({
        kind: texts.warnings[event.finding.kind] ?? event.finding.kind,
        device,
      });
    case 'receipt-signed': {
      const lots = event.lots.length === 0 ? '' : ` (${event.lots.join(', ')})`;
      return ledger['receipt-signed']({
        decision: `${texts.decisions[event.decision]}${lots}`,
        name: event.signature.signer.name,
      });
    }
    case 'release-contradicted':
      return ledger['release-contradicted']({ recommendation: texts.recommendations[event.recommendation] });
    default:
      return ledger.unknown(event.kind);
  }
}
