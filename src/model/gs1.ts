/** The serial shipping container code on the label of a logistic unit: 18 digits. */
type Sscc = string;

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
