const inWords = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** A month (YYYY-MM) as people write it: "Nov 2026". */
export function monthInWords(month: string): string {
  return inWords.format(Date.parse(`${month}-01T00:00:00Z`));
}
