import type { ReactNode } from 'react';
import { telephoneOf } from '../parts/call-carrier.tsx';
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
