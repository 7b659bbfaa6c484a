const pattern = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;

/** Parses an ISO 8601 duration of days, hours, minutes and seconds into milliseconds; null if the text is not one. */
export function parseDuration(text: string): number | null {
  const match = pattern.exec(text);
  if (match === null || text === 'P' || match.slice(1).every((part) => part === undefined)) return null;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
}

/** The allowed form, for messages. */
export const durationHint = 'a duration of days, hours, minutes, seconds, as "PT10M" or "P1DT12H"';
