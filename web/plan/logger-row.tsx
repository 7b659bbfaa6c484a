import { type ReactNode, useId } from 'react';
import { type Role, roles } from '../../src/model/enumerations.ts';
import { ScanInput } from '../parts/scan-input.tsx';
import { loggerTexts } from '../texts/loggers.ts';
import { planTexts } from '../texts/plan.ts';
import { stepsTexts } from '../texts/plan-steps.ts';
import { texts } from '../texts.ts';
import { CalibrationField } from './calibration-field.tsx';
import { DeviceCheck } from './device-check.tsx';
import { type DraftLogger, chosenProducts } from './draft-logger.ts';
import { StandsFor } from './stands-for.tsx';
import { useDeviceCheck } from './use-device-check.ts';

const word = stepsTexts.loggers;

/** One logger: scanned or typed, checked at once, and where it measures. */
export function LoggerRow({
  number,
  logger,
  onChange,
  onRemove,
  arrivesAt,
  shipment = null,
  problem,
  products,
}: {
  /** Its place in the list, from 1. */
  number: number;
  logger: DraftLogger;
  onChange: (logger: DraftLogger) => void;
  onRemove: (() => void) | null;
  arrivesAt: string | null;
  shipment?: string | null;
  problem: string | null;
  /** The names of the products among which it may stand for some; none where there is one. */
  products: readonly string[];
}): ReactNode {
  const role = useId();
  const name = logger.device.trim();
  const { known } = useDeviceCheck(name);
  return (
    <li className="card logger-row">
      <ScanInput
        label={word.name(number)}
        hint={word.nameHint}
        value={logger.device}
        problem={problem}
        onChange={(device) => onChange({ ...logger, device, calibratedUntil: null })}
      />
      {name !== '' && problem === null && (
        <DeviceCheck device={name} arrivesAt={arrivesAt} shipment={shipment} />
      )}
      {name !== '' && (
        <div className="pair">
          <div className="field">
            <label htmlFor={role}>{loggerTexts.role}</label>
            <select
              id={role}
              value={logger.role}
              onChange={({ target }) => onChange({ ...logger, role: target.value as Role })}
            >
              {roles.map((each) => (
                <option key={each} value={each}>
                  {texts.shipment.roles[each]}
                </option>
              ))}
            </select>
          </div>
          <CalibrationField
            value={logger.calibratedUntil ?? known?.calibratedUntil ?? null}
            onChange={(calibratedUntil) => onChange({ ...logger, calibratedUntil })}
          />
        </div>
      )}
      {name !== '' && logger.role !== 'ambient' && (
        <StandsFor
          products={products.map((each) => ({ id: each, name: each }))}
          chosen={chosenProducts(logger, products)}
          onChange={(chosen) => onChange({ ...logger, products: chosen })}
        />
      )}
      {onRemove !== null && (
        <p>
          <button
            type="button"
            aria-label={word.remove(name === '' ? word.name(number) : name)}
            onClick={onRemove}
          >
            {planTexts.remove}
          </button>
        </p>
      )}
    </li>
  );
}
