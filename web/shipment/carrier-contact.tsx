import type { ReactNode } from 'react';
import { pageTexts } from '../texts/shipment-page.ts';
import type { Shown } from './shown.ts';

/** The carrier of a plan with a telephone number and a mail address that can be pressed. */
export function CarrierContact({ carrier }: { carrier: NonNullable<Shown['carrier']> }): ReactNode {
  const { name, phone, email } = carrier;
  return (
    <>
      {phone === null && email === null ? pageTexts.card.noPhone(name) : name}
      {phone !== null && (
        <>
          {', '}
          <a href={telephoneOf(phone)}>{phone}</a>
        </>
      )}
      {email !== null && (
        <>
          {', '}
          <a href={`mailto:${encodeURIComponent(email)}`}>{email}</a>
        </>
      )}
    </>
  );
}

/** A button that calls the carrier; nothing where the plan has no telephone number. */
export function CallCarrier({ carrier }: { carrier: Shown['carrier'] }): ReactNode {
  if (carrier === null || carrier.phone === null) return null;
  return (
    <a
      className="button no-print"
      href={telephoneOf(carrier.phone)}
      aria-label={pageTexts.card.callCarrier(carrier.name)}
    >
      {pageTexts.card.callNow}
    </a>
  );
}

/** A telephone number as an address to call (RFC 3966): digits and a leading plus. */
function telephoneOf(phone: string): string {
  return `tel:${phone.replaceAll(/[^+\d]/g, '')}`;
}
