import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useNow } from '../format/use-now.ts';
import { DeviceCheck } from '../plan/device-check.tsx';
import { useFormats } from '../session/preferences.tsx';
import { devicesTexts as word } from '../texts/devices.ts';
import { type Listed, deviceCells } from './device-cells.ts';

type Column = keyof typeof word.columns;

/** Devices as a table; on a phone each is a card, with the headings beside its values. */
export function DeviceTable({ devices }: { devices: readonly Listed[] }): ReactNode {
  return (
    <table className="cards" aria-label={word.title}>
      <thead>
        <tr>
          {Object.entries(word.columns).map(([column, name]) => (
            <th key={column} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {devices.map((device) => (
          <DeviceRow key={device.device} device={device} />
        ))}
      </tbody>
    </table>
  );
}

function DeviceRow({ device }: { device: Listed }): ReactNode {
  const now = useNow(60_000);
  const formats = useFormats();
  const [isChecked, setChecked] = useState(false);
  const { device: name, source, attachedTo } = device;
  const cells = deviceCells(device, { now, formats });
  const said = (column: keyof typeof cells): readonly [Column, ReactNode] => [
    column,
    <span key={column} className={`tone-${cells[column].tone}`}>
      {cells[column].says}
    </span>,
  ];
  const content: readonly (readonly [Column, ReactNode])[] = [
    [
      'device',
      <>
        <b>{name}</b>
        {device.isGateway && <span className="quiet block">{word.gateway}</span>}
        {source !== null && <span className="quiet block">{word.ofSource(source)}</span>}
        <button
          type="button"
          aria-label={word.checkOf(name)}
          aria-expanded={isChecked}
          onClick={() => setChecked(!isChecked)}
        >
          {word.check}
        </button>
        {isChecked && <DeviceCheck device={name} arrivesAt={null} shipment={attachedTo?.shipment ?? null} />}
      </>,
    ],
    said('battery'),
    said('heard'),
    said('calibration'),
    said('certificate'),
    [
      'shipment',
      attachedTo === null ? (
        word.noShipment
      ) : (
        <>
          <Link href={`/shipments/${encodeURIComponent(attachedTo.shipment)}`}>{attachedTo.shipment}</Link>
          <span className="quiet block">{attachedTo.goods}</span>
        </>
      ),
    ],
    said('problems'),
  ];
  return (
    <tr>
      {content.map(([column, cell]) => (
        <td key={column} className={`of-${column}`}>
          <span className="cell-name" aria-hidden="true">
            {word.columns[column]}
          </span>
          <div>{cell}</div>
        </td>
      ))}
    </tr>
  );
}
