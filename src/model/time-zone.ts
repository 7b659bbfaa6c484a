/**
 * Returns whether a text names a time zone of the IANA database, such as "Europe/Zurich", or UTC. Offsets such as
 * "+01:00" are none, because they do not follow summer time.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
