import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

/** A button that calls the carrier; nothing where the plan has no telephone number. */
export function CallCarrier({
  carrier,
}: {
  carrier: { readonly name: string; readonly phone: string | null } | null;
}): ReactNode {
  if (carrier === null || carrier.phone === null) return null;
  return (
    <a
      className="button no-print"
      href={telephoneOf(carrier.phone)}
      aria-label={texts.callOf(carrier.name, carrier.phone)}
    >
      {texts.call}
    </a>
  );
}

/** A telephone number as an address to call (RFC 3966): digits and a leading plus. */
export function telephoneOf(phone: string): string {
  return `tel:${phone.replaceAll(/[^+\d]/g, '')}`;
}
