import type { ReactNode } from 'react';
import type { Answer } from '../api/answer.ts';
import { useFormats } from '../session/preferences.tsx';
import { sharedTexts as word } from '../texts/shared.ts';

/** The last temperature and position of each sensor in the goods, with their times. */
export function SensorsNow({ sensors }: { sensors: Answer<'showShared'>['sensors'] }): ReactNode {
  const { temperature, moment } = useFormats();
  return (
    <section>
      <h2>{word.sensors(sensors.length)}</h2>
      {sensors.length === 0 && <p className="quiet">{word.noSensor}</p>}
      <ul className="sensors-now">
        {sensors.map(({ celsius, celsiusAt, readAt, latitude, longitude, isSilent }, index) => (
          // The sensors of a shipment have no names here, and keep their order.
          <li key={index}>
            {sensors.length > 1 && <span className="quiet">{word.sensor(index + 1)}</span>}
            <strong className="value">{celsius === null ? word.noValue : temperature(celsius)}</strong>
            {celsius !== null && celsiusAt !== null && <span>{moment(celsiusAt)}</span>}
            {isSilent && readAt !== null && <span className="warn">{word.silentSince(moment(readAt))}</span>}
            {latitude !== null && longitude !== null && (
              <a
                href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=11/${latitude}/${longitude}`}
                target="_blank"
                rel="noreferrer"
              >
                {word.onMap(latitude.toFixed(2), longitude.toFixed(2))}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
