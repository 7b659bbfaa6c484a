import { type NamedDevice, UnusableArgument } from './logger-file.ts';
import { isColumnName } from './column.ts';
import { plainWords } from './plain-words.ts';

/** Things that take or send readings, in the languages that loggers write. */
const things =
  'device|box|channel|asset|station|container|logger|data ?logger|sensor|probe|thing|tag|tracker|transmitter|node|mote|beacon|instrument|equipment|fridge|freezer|hardware|hw|client|kanal|gerat|gerate|geraet|messgerat|fuhler|sonde|appareil|capteur|enregistreur|dispositivo|sonda|sensore|registrador|apparaat|urzadzenie|czujnik|rejestrator|zarizeni|cidlo|датчик|прибор|устройство';
const names =
  'id|ids|name|no|nr|num|number|serial|serial number|serial no|serial nr|sn|s n|eui|imei|mac|mac address|address|addr|label|uid|uuid|identifier|bezeichnung|nummer|nom|nombre|nome|numer';
/** A heading that by itself says which device. */
const identities =
  'hwid|topic|ch|dev|imei|mac|mac address|eui|dev ?eui|dev id|dev addr|uuid|uid|sn|s n|serial|serial no|serial nr|serial number|seriennummer|serien nr|serienummer|numero de serie|numero di serie|no de serie|n de serie|numer seryjny|vyrobni cislo|unit id|unit no|unit number|серийный номер';
const headingOfDevice = new RegExp(
  `^(?:id|name|${identities}|(?:${things})(?: (?:${names}))?|(?:${names}) (?:${things}))$`,
  'u',
);

/** Headings that may also stand over remarks: there nearly every row differs, once there are many. */
const mayBeRemarks =
  /^(?:n|name|tag|(?:box|channel|kanal|ch|dev|topic|fridge|freezer|equipment|asset|station|container|node)(?: \S+)?)$/;
const remarksFrom = 20;
const remarksRatio = 0.9;
/** Distinct texts that are counted of a column. */
const countedAtMost = 1000;

/** Names of devices that an error lists; of more it says how many there are at least. */
const listedAtMost = 20;

/** What headings were found to name: records have the same ones by the thousand. */
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

/** Whether a column or field under this name says of which device a row is. */
export function namesDevice(heading: string): boolean {
  return whatNames(heading).isDevice;
}

/**
 * Which kind of name stands under a heading: two files whose names of one kind differ are of two devices. A serial number
 * and a name may be of one.
 */
export function kindOfName(heading: string): string {
  const words = plainWords(heading).join(' ');
  const identity = /imei|mac|eui|addr|uuid|^bn$/.exec(words)?.[0];
  if (identity !== undefined) return identity;
  return /^s ?n\b|seri|numero de|no de serie|seryjny|vyrobni|серий/u.test(words) ? 'serial' : 'device';
}

/** Whether what a column or field under this name says may be no device, but a remark. */
export function namesRemarks(heading: string): boolean {
  return whatNames(heading).isRemarks;
}

/** The devices that one column, or one field of records, names. */
export class DeviceNames {
  readonly heading: string;
  readonly #names = new Set<string>();
  /** A bare "id" may number the rows, upwards or downwards. */
  #counts: { readonly last: number; readonly step: number } | null;
  /** A column "probe" may be a measured one. */
  #isMeasured = false;
  readonly #mayBeRemarks: boolean;
  #rows = 0;

  constructor(heading: string) {
    this.heading = heading;
    const words = plainWords(heading).join(' ');
    this.#counts = words === 'id' || words === 'n' ? { last: Number.NaN, step: 0 } : null;
    this.#mayBeRemarks = namesRemarks(heading);
  }

  /** Takes what a row that holds data says. */
  see(name: string): void {
    // A "channel" may be what was measured.
    if (name === '' || (this.#mayBeRemarks && isColumnName(name))) return;
    if (this.#counts !== null) this.#counts = countedOn(this.#counts, name);
    this.#isMeasured ||= /^-?\d+[.,]\d+$/.test(name);
    if (this.#names.size > (this.#mayBeRemarks ? countedAtMost : listedAtMost)) return;
    this.#rows++;
    this.#names.add(name);
  }

  /** The names of its devices; of one device the one, of a column that names none, none. */
  names(): string[] {
    const numbersRows = this.#counts !== null && this.#names.size > 1;
    const isRemarks =
      this.#mayBeRemarks && this.#rows > remarksFrom && this.#names.size >= remarksRatio * this.#rows;
    return numbersRows || isRemarks || this.#isMeasured ? [] : [...this.#names].sort();
  }

  /** "A, B (in "device")". */
  inWords(): string {
    const shown = this.names().slice(0, listedAtMost);
    const more = this.#names.size > listedAtMost ? ' and more' : '';
    return `${shown.join(', ')}${more} (in ${JSON.stringify(this.heading)})`;
  }
}

/** The next of numbers that only rise, or only fall; null where it breaks off. */
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

/** Refuses readings of several devices: read as one they would hide each other's excursions. */
export function refuseSeveralDevices(columns: readonly DeviceNames[]): void {
  const several = columns.find((column) => column.names().length > 1);
  if (several !== undefined)
    throw new UnusableArgument(
      `it holds readings of several devices, ${several.inWords()}; say which is meant, as --device ${quoted(several.names()[0]!)}`,
    );
}

/** Refuses a device that a file does not name. `columns` are of all its rows. */
export function refuseUnknownDevice(device: string, columns: readonly DeviceNames[]): void {
  const named = columns.filter((column) => column.names().length > 0);
  if (named.some((column) => column.names().includes(device))) return;
  throw new UnusableArgument(
    named.length === 0
      ? `it names no device; leave --device ${quoted(device)} out`
      : `no row is of --device ${quoted(device)}; named are ${named.map((column) => column.inWords()).join('; ')}`,
  );
}

function quoted(name: string): string {
  return /^[\w.:/-]+$/.test(name) ? name : JSON.stringify(name);
}

/** The one device that columns name; undefined where they name none. */
export function deviceAmong(columns: readonly DeviceNames[]): NamedDevice | undefined {
  const column = columns.find((each) => each.names().length === 1);
  return column === undefined ? undefined : { heading: column.heading, name: column.names()[0]! };
}
