import { type ReactNode, useDeferredValue, useMemo } from 'react';
import { fitOf } from '../../src/model/device-filter.ts';
import { devicesByName } from '../../src/model/devices-by-name.ts';
import { useWholeList } from '../api/use-api.ts';
import { ListCsvButton } from '../board/list-csv-button.tsx';
import { useNow } from '../format/use-now.ts';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { devicesTexts as word } from '../texts/devices.ts';
import type { Listed } from './device-cells.ts';
import { DeviceFilters, filterOf } from './device-filters.tsx';
import { DeviceTable } from './device-table.tsx';

/** Every device that the person may see. Devices of which a filter cannot tell are counted, and shown on demand. */
export default function DevicesPage(): ReactNode {
  const list = useWholeList('listDevices');
  return (
    <Page title={word.title} className="devices">
      <p className="quiet">{word.lead}</p>
      <Loaded of={list}>{(items) => <Devices items={items} />}</Loaded>
    </Page>
  );
}

function Devices({ items }: { items: readonly Listed[] }): ReactNode {
  const [query, change] = useQueryState();
  const now = useNow(60_000);
  const devices = useMemo(() => devicesByName(items), [items]);
  const words = useDeferredValue(query.get('find') ?? '')
    .toLowerCase()
    .split(/\s+/);
  const sought = devices.filter((device) => words.every((each) => saidOf(device).includes(each)));
  const filter = filterOf(query);
  const fits = sought.map((device) => ({ device, fit: fitOf(device, filter, now) }));
  const withUnknown = query.get('unknown') === 'show';
  const unknown = fits.filter(({ fit }) => fit === 'unknown').length;
  const shown = fits.flatMap(({ device, fit }) =>
    fit === 'yes' || (fit === 'unknown' && withUnknown) ? [device] : [],
  );
  return (
    <>
      <DeviceFilters query={query} change={change}>
        <ListCsvButton
          name="devices"
          what={word.title}
          readAll={() => Promise.resolve(shown)}
          writerOf={({ devicesCsv }) => devicesCsv}
        />
      </DeviceFilters>
      <div role="status" className="devices-count">
        <p className="quiet">
          {devices.length === 0
            ? word.none
            : shown.length === 0
              ? word.noMatch
              : word.count(shown.length, devices.length)}
        </p>
        {unknown > 0 && (
          <p className="left-out">
            <span>{withUnknown ? word.included(unknown) : word.leftOut(unknown)}</span>
            <button type="button" onClick={() => change({ unknown: withUnknown ? null : 'show' })}>
              {withUnknown ? word.hideUnknown(unknown) : word.showUnknown(unknown)}
            </button>
          </p>
        )}
      </div>
      {shown.length > 0 && <DeviceTable devices={shown} />}
    </>
  );
}

function saidOf({ device, source, attachedTo }: Listed): string {
  return [device, source ?? '', attachedTo?.shipment ?? '', attachedTo?.goods ?? ''].join('\n').toLowerCase();
}
