import { type ReactNode, useState } from 'react';
import type { Names } from '../files/sensor-names.ts';
import { agoInWords } from '../format/duration.ts';
import { useNow } from '../format/use-now.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePermitted } from '../session/use-permitted.ts';
import { productTexts } from '../texts/products.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { AttachLogger } from './attach-logger.tsx';
import { DeclareLogger } from './declare-logger.tsx';
import { DetachLogger } from './detach-logger.tsx';
import { severalProducts } from './several-products.ts';
import type { Shown } from './shown.ts';
import { SwapLogger } from './swap-logger.tsx';

const { loggers: word } = pageTexts;
const { shipment: words } = texts;

type Attachment = Shown['attachments'][number];
type Asked =
  | { readonly kind: 'attach' }
  | { readonly kind: 'swap' | 'detach' | 'declare'; readonly attachment: Attachment };

/** Every logger that accompanied the shipment, with what it says now; people with the permission change them. */
export function Loggers({ shown, names }: { shown: Shown; names: Names }): ReactNode {
  const [asked, setAsked] = useState<Asked | null>(null);
  const mayDo = usePermitted(shown.site);
  const isOpen = shown.decision === null && shown.cancellation === null;
  const mayAttach = isOpen && mayDo('handle');
  const close = (): void => setAsked(null);
  return (
    <>
      {shown.attachments.length === 0 && <p className="quiet">{words.noSensor}</p>}
      {shown.attachments.length > 0 && (
        <ul className="sensors">
          {shown.attachments.map((attachment) => (
            <LoggerRow
              key={`${attachment.device} ${attachment.since}`}
              shown={shown}
              attachment={attachment}
              names={names}
              isOpen={isOpen}
              onAsk={setAsked}
            />
          ))}
        </ul>
      )}
      {mayAttach && (
        <p className="no-print">
          <button
            type="button"
            className={shown.attachments.length === 0 ? 'primary' : ''}
            onClick={() => setAsked({ kind: 'attach' })}
          >
            {word.attach}
          </button>
        </p>
      )}
      {asked?.kind === 'attach' && <AttachLogger shown={shown} onClose={close} />}
      {asked?.kind === 'swap' && <SwapLogger shown={shown} attachment={asked.attachment} onClose={close} />}
      {asked?.kind === 'detach' && (
        <DetachLogger shown={shown} attachment={asked.attachment} onClose={close} />
      )}
      {asked?.kind === 'declare' && (
        <DeclareLogger shown={shown} device={asked.attachment.device} onClose={close} />
      )}
    </>
  );
}

/** A logger: where it is, since when, how it is now, and what can be done with it. */
function LoggerRow({
  shown,
  attachment,
  names,
  isOpen,
  onAsk,
}: {
  shown: Shown;
  attachment: Attachment;
  names: Names;
  isOpen: boolean;
  onAsk: (asked: Asked) => void;
}): ReactNode {
  const { moment } = useFormats();
  const mayDo = usePermitted(shown.site);
  const { device, role, since, detachedAt, calibratedUntil, declaredAt, products } = attachment;
  const isDevice = !names.isFile(device);
  const isAttached = detachedAt === null;
  const canDeclare = isDevice && isOpen && declaredAt === null && mayDo('declare-sensor');
  const canSwap = canDeclare && isAttached && shown.arrivedAt === null && mayDo('handle');
  return (
    <li>
      <span>
        <b>{names.sensor(device)}</b> {words.roles[role].toLowerCase()}
        {isDevice && isAttached && <LoggerNow shown={shown} device={device} />}
        <span className="quiet block">
          {[
            ...(role === 'ambient' ? [] : standsFor(shown, products)),
            words.since(moment(since)),
            ...(detachedAt === null ? [] : [words.until(moment(detachedAt))]),
            ...(calibratedUntil === null
              ? isDevice
                ? [word.calibrationUnknown]
                : []
              : [words.calibrated(moment(calibratedUntil))]),
            ...(declaredAt === null ? [] : [words.declared(moment(declaredAt))]),
          ].join(', ')}
        </span>
      </span>
      {isDevice && (canSwap || canDeclare || (isAttached && mayDo('handle'))) && (
        <span className="toolbar no-print">
          {canSwap && (
            <button type="button" onClick={() => onAsk({ kind: 'swap', attachment })}>
              {word.swap}
            </button>
          )}
          {isAttached && mayDo('handle') && (
            <button type="button" onClick={() => onAsk({ kind: 'detach', attachment })}>
              {word.detach}
            </button>
          )}
          {canDeclare && (
            <button type="button" onClick={() => onAsk({ kind: 'declare', attachment })}>
              {words.declare}
            </button>
          )}
        </span>
      )}
    </li>
  );
}

/** Says which of several products a logger stands for; nothing where there is one. */
function standsFor(shown: Shown, products: readonly string[] | null): string[] {
  const known = severalProducts(shown);
  if (known.length === 0) return [];
  const own = known.filter(({ id }) => products?.includes(id)).map(({ name }) => name);
  return [own.length === 0 ? productTexts.stand.forAll : productTexts.stand.for(own.join(', '))];
}

/** What an attached logger said last: value, when, battery. */
function LoggerNow({ shown, device }: { shown: Shown; device: string }): ReactNode {
  const { temperature, percent } = useFormats();
  const now = useNow();
  const live = shown.sensors.find((each) => each.device === device);
  if (live === undefined) return null;
  const { celsius, readAt, batteryPercent } = live;
  const parts = [
    ...(celsius === null ? [] : [temperature(celsius)]),
    readAt === null ? texts.board.noReading : word.heard(agoInWords(Date.parse(readAt), now)),
    ...(batteryPercent === null ? [] : [word.battery(percent(batteryPercent / 100))]),
  ];
  return <span className="block">{parts.join(', ')}</span>;
}
