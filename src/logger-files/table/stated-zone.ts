import { plainWords } from '../plain-words.ts';
import { isFixed, meaningsIn, offsetInWords } from '../zone.ts';
import { zoneAbbreviations } from '../zone-abbreviations.ts';
import { onlyOffset } from './stamp.ts';

/** A zone that a file names for its times. `zone` is an IANA name or an offset as +01:00. */
export type StatedZone = { readonly zone: string; readonly text: string };

const withOffset =
  /(?<![\p{L}\p{Nd}])(?:utc|gmt)\s*([+\-\u2212])\s*(\d{1,2})(?::?(\d{2}))?([.,]\d+)?(?!\d)/iu;
const plainOffset = /^\(?\s*([+\-\u2212])\s?(\d{1,2}):?(\d{2})\s*\)?$/;
const ianaName = /(?<![\p{L}/])([A-Z][a-z]+(?:\/[A-Z][A-Za-z_-]+){1,2})(?![\p{L}/])/gu;
/** A key of a preamble that names the zone, in front of its value. */
const zoneKey =
  /^\s*(?:time[ _-]?zone|timezone|tz|(?:utc|gmt)[ _-]?offset|zeitzone|fuseau(?: horaire)?|zona horaria|fuso(?: orario| horario)?|strefa czasowa|时区|時區|タイムゾーン)\s*[^:=,;\t]{0,12}[:=,;\t]\s*(.+?)\s*[,;\t]*$/iu;

/** The zone that a heading of times names: "Date Time, GMT+02:00", "Date-Time (CEST)", "timestamp_utc". */
export function zoneOfHeading(heading: string): StatedZone | null {
  return zoneIn(heading, heading);
}

/** The zone that a line of a preamble names by a key of its own: "Timezone : UTC +00:00". */
export function zoneOfPreamble(line: string): StatedZone | null {
  const value = zoneKey.exec(line)?.[1];
  if (value === undefined) return null;
  const offset = plainOffset.exec(value);
  if (offset !== null) return asOffset(offset, line.trim());
  // "(UTC+01:00) Amsterdam, Berlin" names places whose clocks change, by the offset of their winter.
  const rest = value.replace(withOffset, '').replaceAll(/(?<!\p{L})(?:utc|gmt)(?!\p{L})/giu, '');
  if (withOffset.test(value) && /\p{L}/u.test(rest)) return null;
  return zoneIn(value, line.trim());
}

function zoneIn(text: string, shown: string): StatedZone | null {
  const offset = withOffset.exec(text);
  // "GMT+1 DST" may have the hour of summer in its number or beside it.
  if (offset !== null) return /dst|daylight|summer|sommer/i.test(text) ? null : asOffset(offset, shown);
  // "Date/Time (Europe/Berlin)" has two names of this form.
  const name = [...text.matchAll(ianaName)].map((match) => match[1]!).find((each) => isZone(each));
  if (name !== undefined) return { zone: name, text: shown };
  const known = plainWords(text.replaceAll('_', ' ')).filter(
    (word) => Object.hasOwn(zoneAbbreviations, word) && word.length > 1,
  );
  // "EST/EDT" is a zone whose clocks change.
  const minutes = new Set(known.map(onlyOffset));
  const [only = null] = minutes.size === 1 ? minutes : [];
  return only === null ? null : { zone: offsetInWords(only), text: shown };
}

function asOffset([, sign, hours, minutes, behindPoint]: RegExpExecArray, text: string): StatedZone | null {
  // Half an hour is written as UTC+5.5 and as UTC+5.30, so that a point leaves the offset open.
  if (behindPoint !== undefined) return null;
  if (Number(hours) > 18 || Number(minutes ?? 0) > 59) return null;
  return { zone: offsetInWords((sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes ?? 0))), text };
}

function isZone(name: string): boolean {
  if (isFixed(name)) return false;
  try {
    meaningsIn(name)(0);
    return true;
  } catch {
    return false;
  }
}
