import { type ReactNode, useState } from 'react';
import { call, callForText } from '../api/client.ts';
import { type Names, plainNames } from '../files/sensor-names.ts';
import { Problem } from '../parts/problem.tsx';
import { saveFile } from '../parts/save-file.ts';
import { texts } from '../texts.ts';
import type { Asked } from '../api/answer.ts';

/** Downloads: readings, report, evidence, events. */
export function Downloads({
  shipment,
  devices,
  names = plainNames,
}: {
  shipment: string;
  devices: readonly string[];
  names?: Names;
}): ReactNode {
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const path = { shipment };
  const make = async (name: string, load: () => Promise<void>): Promise<void> => {
    setBusy(name);
    setError(null);
    try {
      await load();
    } catch (cause) {
      setError(cause as Error);
    } finally {
      setBusy(null);
    }
  };
  const files: [string, () => Promise<void>][] = [
    ...devices.map((device): [string, () => Promise<void>] => [
      devices.length === 1 ? texts.shipment.csv : `${texts.shipment.csv}: ${names.sensor(device)}`,
      async () =>
        saveFile(await wholeCsv({ path, query: { device } }), `${shipment}-${device}.csv`, 'text/csv'),
    ]),
    [texts.shipment.pdf, async () => window.location.assign((await call('getReport', { path })).url)],
    [texts.shipment.bundle, async () => window.location.assign((await call('getBundle', { path })).url)],
    [
      texts.shipment.epcis,
      async () =>
        saveFile(
          [JSON.stringify(await call('getEpcis', { path }), null, 2)],
          `${shipment}-epcis.json`,
          'application/ld+json',
        ),
    ],
  ];
  return (
    <>
      <div className="downloads">
        {files.map(([name, load]) => (
          <button key={name} type="button" disabled={busy !== null} onClick={() => void make(name, load)}>
            {busy === name ? texts.shipment.making : name}
          </button>
        ))}
      </div>
      {error !== null && <Problem error={error} />}
    </>
  );
}

/** Joins all pages of a CSV into one file with a single header. */
async function wholeCsv(asked: Asked): Promise<string[]> {
  const parts: string[] = [];
  let query: Asked['query'] = asked.query;
  for (;;) {
    const { text, next } = await callForText('getReadingsCsv', { ...asked, query });
    parts.push(parts.length === 0 ? text : text.slice(text.indexOf('\n') + 1));
    if (next === null) return parts;
    query = Object.fromEntries(next);
  }
}
