import type { ReactNode } from 'react';
import type { Names } from '../files/sensor-names.ts';
import { Problem } from '../parts/problem.tsx';
import { ViewChoice } from '../parts/view-choice.tsx';
import { texts } from '../texts.ts';

/** Shown where no sensor is attached. */
export function NoSensor(): ReactNode {
  return <p className="empty">{texts.shipment.noSensor}</p>;
}

/** Says why there are no charts of a shipment with sensors, or none yet. */
export function RecordState({
  hasCharts,
  hasReadings,
  isWaiting,
  problem,
}: {
  hasCharts: boolean;
  hasReadings: boolean;
  isWaiting: boolean;
  problem: Error | null;
}): ReactNode {
  if (problem !== null) return hasCharts ? null : <Problem error={problem} />;
  if (isWaiting) return hasCharts ? null : <p className="loading">{texts.loading}</p>;
  return hasReadings ? null : <p className="empty">{texts.shipment.noReadings}</p>;
}

/** Selects one sensor of several, or (null) all of them. */
export function SensorChoice({
  devices,
  names,
  sensor,
  onChoose,
}: {
  devices: readonly string[];
  names: Names;
  sensor: string | null;
  onChoose: (sensor: string | null) => void;
}): ReactNode {
  return (
    <ViewChoice
      label={texts.shipment.sensor}
      value={sensor}
      options={[[null, texts.shipment.all], ...devices.map((each) => [each, names.sensor(each)] as const)]}
      onChange={onChoose}
    />
  );
}
