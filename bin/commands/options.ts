import { UnusableArgument } from '../../contract/log-file/log-file.ts';
import { type Format, formats } from '../../contract/log-file/read-log-file.ts';
import { checkTimeZone } from '../../contract/log-file/zoned-clock.ts';
import { unusableArguments } from './exit-status.ts';

/** Reads `--time-zone`. */
export function zoneOf(zone: string | undefined): string | null {
  try {
    return zone === undefined ? null : checkTimeZone(zone);
  } catch (cause) {
    if (cause instanceof UnusableArgument) throw unusableArguments(cause.message, cause);
    throw cause;
  }
}

/** Reads `--format`. */
export function formatOf(format: string | undefined): Format | null {
  const known = formats.find((name) => name === format);
  if (format !== undefined && known === undefined)
    throw unusableArguments(`--format ${format} is unknown; known are ${formats.join(', ')}`);
  return known ?? null;
}
