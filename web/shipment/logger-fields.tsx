import type { ReactNode } from 'react';
import { type Role, roles } from '../../src/model/enumerations.ts';
import { ScanInput } from '../parts/scan-input.tsx';
import { CalibrationField } from '../plan/calibration-field.tsx';
import { DeviceCheck } from '../plan/device-check.tsx';
import { StandsFor } from '../plan/stands-for.tsx';
import { loggerTexts } from '../texts/loggers.ts';
import { productTexts } from '../texts/products.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { boundsOf } from './sensible-time.ts';
import type { Shown } from './shown.ts';
import { severalProducts } from './several-products.ts';
import type { LoggerCheck } from './use-logger-check.ts';
import { type When, WhenFields, timeOf, whenProblem } from './when-fields.tsx';

const word = pageTexts.loggers;

/** What a person says of a logger that they attach. Its calibration ends at a moment (ISO 8601), null where the person says nothing of it. */
export type LoggerDraft = {
  readonly device: string;
  readonly role: Role;
  readonly when: When;
  readonly calibratedUntil: string | null;
  /** The ids of the products that it stands for; null, or absent in a draft of an earlier release: all of them. */
  readonly products?: readonly string[] | null;
};
export const noLogger: LoggerDraft = {
  device: '',
  role: 'product',
  when: { kind: 'now', at: null },
  calibratedUntil: null,
};

/** Says what a logger's fields still lack; null where nothing. `now` is epoch milliseconds. */
export function loggerLacks(
  draft: LoggerDraft,
  check: LoggerCheck,
  shown: Shown,
  now: number,
): string | null {
  if (draft.device.trim() === '') return word.noDevice;
  if (standsFor(draft, shown)?.length === 0) return productTexts.stand.none;
  return check.forbidden ?? whenProblem(draft.when, boundsOf.attach(shown), now);
}

/** Returns the body of the request that attaches a logger. */
export function attachBody(
  draft: LoggerDraft,
  check: LoggerCheck,
  shown: Shown,
): Readonly<Record<string, unknown>> {
  const since = timeOf(draft.when);
  const products = standsFor(draft, shown);
  return {
    device: draft.device.trim(),
    role: draft.role,
    ...(since !== null && { since }),
    calibratedUntil: draft.calibratedUntil ?? check.calibratedUntil,
    ...(products !== null && { products }),
  };
}

/** The products of the shipment that a logger is to stand for; null for all of them. One around the goods has none. */
function standsFor({ role, products = null }: LoggerDraft, shown: Shown): readonly string[] | null {
  const known = severalProducts(shown);
  if (role === 'ambient' || products === null || known.length === 0) return null;
  return known.map(({ id }) => id).filter((id) => products.includes(id));
}

/** The fields for a logger: its name with what is known of it, where it is, from when on, and its calibration. */
export function LoggerFields({
  shown,
  draft,
  onChange,
  check,
  when,
}: {
  shown: Shown;
  draft: LoggerDraft;
  onChange: (draft: LoggerDraft) => void;
  check: LoggerCheck;
  /** The problem of the time; null where there is none. */
  when: string | null;
}): ReactNode {
  const change = (part: Partial<LoggerDraft>): void => onChange({ ...draft, ...part });
  const hasAmbient = shown.ambientProfile !== null;
  return (
    <>
      <ScanInput
        label={word.device}
        hint={word.deviceHint}
        value={draft.device}
        onChange={(device) => change({ device: device.trim() })}
        isRequired
      />
      <DeviceCheck device={draft.device} arrivesAt={shown.plannedArrival} shipment={shown.shipment} />
      <fieldset className="choice">
        <legend>{loggerTexts.role}</legend>
        {roles.map((role) => (
          <label key={role}>
            <input
              type="radio"
              name="logger-role"
              checked={draft.role === role}
              disabled={role === 'ambient' && !hasAmbient}
              onChange={() => change({ role })}
            />
            <span>
              {texts.shipment.roles[role]}{' '}
              <span className="quiet">
                {role === 'ambient' && !hasAmbient ? word.noAmbient : word.roleHints[role]}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {draft.role !== 'ambient' && (
        <StandsFor
          products={severalProducts(shown)}
          chosen={draft.products ?? null}
          onChange={(products) => change({ products })}
        />
      )}
      <WhenFields
        legend={word.since}
        value={draft.when}
        onChange={(changed) => change({ when: changed })}
        bounds={boundsOf.attach(shown)}
        problem={when}
      />
      <CalibrationField
        value={draft.calibratedUntil ?? check.calibratedUntil}
        onChange={(calibratedUntil) => change({ calibratedUntil })}
        hint={word.calibratedHint}
      />
    </>
  );
}
