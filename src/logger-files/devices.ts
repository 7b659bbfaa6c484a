import { type NamedDevice, UnusableArgument } from './logger-file.ts';
import { isColumnName } from './column.ts';
import { plainWords } from './plain-words.ts';

/** Words for things that measure or send readings, in the languages that loggers use. */
const things =
  'device|entity|series|field|box|channel|asset|station|container|logger|data ?logger|sensor|probe|thing|tag|tracker|transmitter|node|mote|beacon|instrument|equipment|fridge|freezer|hardware|hw|client|kanal|gerat|gerate|geraet|messgerat|fuhler|sonde|appareil|capteur|enregistreur|dispositivo|sonda|sensore|registrador|apparaat|urzadzenie|czujnik|rejestrator|zarizeni|cidlo|датчик|прибор|устройство';
const names =
  'id|ids|name|no|nr|num|number|serial|serial number|serial no|serial nr|sn|s n|eui|imei|mac|mac address|address|addr|label|uid|uuid|identifier|bezeichnung|nummer|nom|nombre|nome|numer';
/** Headings that identify a device on their own. */
const identities =
  'hwid|topic|ch|dev|imei|mac|mac address|eui|dev ?eui|dev id|dev addr|uuid|uid|sn|s n|serial|serial no|serial nr|serial number|seriennummer|serien nr|serienummer|numero de serie|numero di serie|no de serie|n de serie|numer seryjny|vyrobni cislo|unit id|unit no|unit number|серийный номер';
const headingOfDevice = new RegExp(
  `^(?:id|name|${identities}|(?:${things})(?: (?:${names}))?|(?:${names}) (?:${things}))$`,
  'u',
);

/** Headings that may also be used for remarks, where nearly every row differs once there are many rows. */
const mayBeRemarks =
  /^(?:n|id|name|tag|(?:box|channel|kanal|ch|dev|topic|fridge|freezer|equipment|asset|station|container|node)(?: \S+)?)$/;
const remarksFrom = 20;
const remarksRatio = 0.9;
/** At most this many distinct texts are counted per column. */
const countedAtMost = 1000;

/** An error lists at most this many devices and adds that there are more. */
const listedAtMost = 20;

/** Cache by heading, because records repeat the same headings thousands of times. */
const namedBy = new Map<string, { readonly isDevice: boolean; readonly isRemarks: boolean }>();
const rememberedAtMost = 1000;

function whatNames(heading: string): { readonly isDevice: boolean; readonly isRemarks: boolean } {
  let named = namedBy.get(heading);
  if (named === undefined) {
    const words = plainWords(heading).join(' ');
    named = { isDevice: headingOfDevice.test(words), isRemarks: mayBeRemarks.test(words) };
    if (namedBy.size < rememberedAtMost) namedBy.set(heading, named);
  }
  return named;
}

/** Whether a column or field of this name says which device a row belongs to. */
export function namesDevice(heading: string): boolean {
  return whatNames(heading).isDevice;
}

/**
 * The kind of identifier that a heading stands for. Two files with different identifiers of the same kind are from two
 * devices; a serial number and a name may belong to one.
 */
export function kindOfName(heading: string): string {
  const words = plainWords(heading).join(' ');
  const identity = /imei|mac|eui|addr|uuid|^bn$/.exec(words)?.[0];
  if (identity !== undefined) return identity;
  return /^s ?n\b|seri|numero de|no de serie|seryjny|vyrobni|серий/u.test(words) ? 'serial' : 'device';
}

/** Whether the texts under this heading may be remarks instead of device names. */
export function namesRemarks(heading: string): boolean {
  return whatNames(heading).isRemarks;
}

/** The devices named by one column, or by one field of records. */
export class DeviceNames {
  readonly heading: string;
  readonly #names = new Set<string>();
  /** Detects a bare "id" that numbers the rows, up or down. */
  #counts: { readonly last: number; readonly step: number } | null;
  /** A column "probe" may hold measurements. */
  #isMeasured = false;
  readonly #mayBeRemarks: boolean;
  #rows = 0;

  constructor(heading: string) {
    this.heading = heading;
    const words = plainWords(heading).join(' ');
    this.#counts = words === 'id' || words === 'n' ? { last: Number.NaN, step: 0 } : null;
    this.#mayBeRemarks = namesRemarks(heading);
  }

  /** Adds the text of a row that has data. */
  see(name: string): void {
    // A "channel" may name what was measured.
    if (name === '' || (this.#mayBeRemarks && isColumnName(name))) return;
    if (this.#counts !== null) this.#counts = countedOn(this.#counts, name);
    this.#isMeasured ||= /^-?\d+[.,]\d+$/.test(name);
    if (this.#names.size > (this.#mayBeRemarks ? countedAtMost : listedAtMost)) return;
    this.#rows++;
    this.#names.add(name);
  }

  /** The devices that the column names, sorted; empty if its texts are not device names. */
  names(): string[] {
    const numbersRows = this.#counts !== null && this.#names.size > 1;
    const isRemarks =
      this.#mayBeRemarks && this.#rows > remarksFrom && this.#names.size >= remarksRatio * this.#rows;
    return numbersRows || isRemarks || this.#isMeasured ? [] : [...this.#names].sort();
  }

  /** Describes the devices for people: "A, B (in "device")". */
  inWords(): string {
    const shown = this.names().slice(0, listedAtMost);
    const more = this.#names.size > listedAtMost ? ' and more' : '';
    return `${shown.join(', ')}${more} (in ${JSON.stringify(this.heading)})`;
  }
}

/** Continues a sequence of numbers that only rise or only fall; null once the sequence breaks. */
function countedOn(
  { last, step }: { readonly last: number; readonly step: number },
  name: string,
): { readonly last: number; readonly step: number } | null {
  if (!/^\d+$/.test(name)) return null;
  const number = Number(name);
  if (Number.isNaN(last)) return { last: number, step };
  const now = Math.sign(number - last);
  return now !== 0 && (step === 0 || now === step) ? { last: number, step: now } : null;
}

/**
 * Refuses readings of several devices, because reading them as one would hide excursions.
 *
 * @throws {UnusableArgument} when a column names more than one device.
 */
export function refuseSeveralDevices(columns: readonly DeviceNames[]): void {
  const several = columns.find((column) => column.names().length > 1);
  if (several !== undefined)
    throw new UnusableArgument(
      `it holds readings of several devices, ${several.inWords()}; say which is meant, as --device ${quoted(several.names()[0]!)}`,
      { question: { option: 'device', candidates: several.names() } },
    );
}

/**
 * Refuses a device that the file does not name. `columns` must cover all rows of the file.
 *
 * @throws {UnusableArgument} when no column names the device.
 */
export function refuseUnknownDevice(device: string, columns: readonly DeviceNames[]): void {
  const named = columns.filter((column) => column.names().length > 0);
  if (named.some((column) => column.names().includes(device))) return;
  throw new UnusableArgument(
    named.length === 0
      ? `it names no device; leave --device ${quoted(device)} out`
      : `no row is of --device ${quoted(device)}; named are ${named.map((column) => column.inWords()).join('; ')}`,
    named.length === 0
      ? {}
      : { question: { option: 'device', candidates: named.flatMap((column) => column.names()) } },
  );
}

function quoted(name: string): string {
  return /^[\w.:/-]+$/.test(name) ? name : JSON.stringify(name);
}

/** The only device that the columns name; undefined if they name none. */
export function deviceAmong(columns: readonly DeviceNames[]): NamedDevice | undefined {
  const column = columns.find((each) => each.names().length === 1);
  return column === undefined ? undefined : { heading: column.heading, name: column.names()[0]! };
}
