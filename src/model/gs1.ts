/** The serial shipping container code on the label of a logistic unit: 18 digits. */
type Sscc = string;

/** A global trade item number in its longest form: 14 digits. */
type Gtin = string;

type ReadGtin = { ok: true; gtin: Gtin } | { ok: false; reason: string };

/**
 * Reads a GTIN from a scanned or typed text: 8, 12, 13 or 14 digits, an element string "(01)09506000134352" or
 * "0109506000134352", or a GS1 Digital Link "https://id.gs1.org/01/09506000134352". Shorter ones are filled with zeros
 * from the left: GS1 General Specifications, section 3.2.
 */
export function readGtin(label: string): ReadGtin {
  const text = label.trim();
  const link = /^https?:\/\/[^/]+(?:\/.*)?\/01\/(\d+)(?:[/?#].*)?$/.exec(text);
  const digits = link?.[1] ?? text.replace(/^\(01\)/, '').replaceAll(/[\s-]/g, '');
  const code = /^01\d{14}$/.test(digits) ? digits.slice(2) : digits;
  if (!/^(?:\d{8}|\d{12,14})$/.test(code))
    return {
      ok: false,
      reason: `a GTIN has 8, 12, 13 or 14 digits, as (01)09506000134352 or https://id.gs1.org/01/09506000134352, found ${JSON.stringify(text.slice(0, 80))}`,
    };
  const expected = checkDigit(code.slice(0, -1));
  return code.endsWith(expected)
    ? { ok: true, gtin: code.padStart(14, '0') }
    : { ok: false, reason: `the check digit of ${code} must be ${expected}: a digit is wrong` };
}

type ReadLabel = { ok: true; sscc: Sscc } | { ok: false; reason: string };

/**
 * Reads the SSCC from a scanned or typed text: 18 digits, an element string "(00)340123450000000017" or
 * "00340123450000000017", or a GS1 Digital Link "https://id.gs1.org/00/340123450000000017".
 */
export function readSscc(label: string): ReadLabel {
  const text = label.trim();
  const link = /^https?:\/\/[^/]+(?:\/.*)?\/00\/(\d+)(?:[/?#].*)?$/.exec(text);
  const digits = link?.[1] ?? text.replace(/^\(00\)/, '').replaceAll(/[\s-]/g, '');
  const code = /^00\d{18}$/.test(digits) ? digits.slice(2) : digits;
  if (!/^\d{18}$/.test(code))
    return {
      ok: false,
      reason: `an SSCC has 18 digits, as (00)340123450000000017 or https://id.gs1.org/00/340123450000000017, found ${JSON.stringify(text.slice(0, 80))}`,
    };
  const expected = checkDigit(code.slice(0, -1));
  return code.endsWith(expected)
    ? { ok: true, sscc: code }
    : { ok: false, reason: `the check digit of ${code} must be ${expected}: a digit is wrong` };
}

/** Computes the check digit for the digits of a GS1 key: GS1 General Specifications, section 7.9. */
export function checkDigit(digits: string): string {
  let sum = 0;
  // From the right, digits are weighted alternately by three and one.
  for (let index = 0; index < digits.length; index++)
    sum += Number(digits[digits.length - 1 - index]) * (index % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10);
}

/** The GS1 Digital Link of a logistic unit. */
export function digitalLinkOf(sscc: Sscc): string {
  return `https://id.gs1.org/00/${sscc}`;
}

/** The GS1 Digital Link of a trade item. */
export function itemLinkOf(gtin: string): string {
  return `https://id.gs1.org/01/${gtin}`;
}

/** The GS1 Digital Link of a lot of a trade item. */
export function lotLinkOf(gtin: string, lot: string): string {
  return `${itemLinkOf(gtin)}/10/${encodeURIComponent(lot)}`;
}
