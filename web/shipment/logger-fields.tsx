import type { ReactNode } from 'react';
import { type Role, roles } from '../../src/model/enumerations.ts';
import { ScanInput } from '../parts/scan-input.tsx';
import { CalibrationField } from '../plan/calibration-field.tsx';
import { DeviceCheck } from '../plan/device-check.tsx';
import { loggerTexts } from '../texts/loggers.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { boundsOf } from './sensible-time.ts';
import type { Shown } from './shown.ts';
import type { LoggerCheck } from './use-logger-check.ts';
import { type When, WhenFields, timeOf, whenProblem } from './when-fields.tsx';

const word = pageTexts.loggers;

/** What a person says of a logger that they attach. Its calibration ends at a moment (ISO 8601), null where the person says nothing of it. */
export type LoggerDraft = {
  readonly device: string;
  readonly role: Role;
  readonly when: When;
  readonly calibratedUntil: string | null;
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
  return check.forbidden ?? whenProblem(draft.when, boundsOf.attach(shown), now);
}

/** Returns the body of the request that attaches a logger. */
export function attachBody(draft: LoggerDraft, check: LoggerCheck): Readonly<Record<string, unknown>> {
  const since = timeOf(draft.when);
  return {
    device: draft.device.trim(),
    role: draft.role,
    ...(since !== null && { since }),
    calibratedUntil: draft.calibratedUntil ?? check.calibratedUntil,
  };
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
