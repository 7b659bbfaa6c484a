import {
  type TemperatureUnit,
  namesTemperatureUnit,
  temperatureUnitNamed,
} from '../../telemetry/temperature-unit.ts';
import type { ColumnQuantity } from '../logger-file.ts';
import { plainWords } from '../plain-words.ts';

/** What a column of a logger's table is, by its heading. */
export type ColumnMeaning = {
  readonly quantity: ColumnQuantity;
  /** The unit by any of its names; null if the heading names none. */
  readonly unit: string | null;
  /** Whether the heading names two units. */
  readonly hasTwoUnits: boolean;
  /** Whether the column holds means; absent if it does not. */
  readonly isMean?: true;
};

const asSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words for each quantity in the languages that loggers use, without accents. */
const words = {
  temperature: asSet(
    'temp temps tmp temperature temperatures temperatur temperaturen temperatura temperaturas temperaturi teplota teploty lampotila homerseklet sicaklik hofn temperatuur temperatura1 nhiet suhu ' +
      'температура температури θερμοκρασία 温度 溫度 气温 氣溫 気温 온도 tempc tempf',
  ),
  humidity: asSet(
    'humidity humid hum rh relhum feuchte feuchtigkeit luftfeuchte luftfeuchtigkeit humidite humedad umidita umidade wilgotnosc vlhkost luchtvochtigheid vochtigheid fugtighed luftfugtighed fuktighet luftfuktighet kosteus paratartalom nem umiditate ' +
      'влажность υγρασία 湿度 濕度 相对湿度 相對濕度 습도 상대습도',
  ),
  pressure: asSet(
    'pressure press druck luftdruck pression presion pressione pressao cisnienie tlak ilmanpaine paine lufttryk lufttryck basinc давление 气压 氣壓 気圧 기압 압력',
  ),
  battery: asSet('battery batterie bateria batteria batt bat akku baterie accu 电池 電池 电量 電量 배터리'),
  latitude: asSet('latitude lat breite breitengrad latitud latitudine'),
  longitude: asSet('longitude lon lng long lange laengengrad langengrad longitud longitudine'),
} as const;
type KnownQuantity = keyof typeof words;

/** Words by which a column holds something computed or set, not what the sensor measured at that time. */
const derived = asSet(
  'dew dewpoint dpt point taupunkt taupunkttemperatur rosee rocio rugiada orvalho rosny bodu rosy dauwpunt daggpunkt dugpunkt duggpunkt kastepiste harmatpont ciy roua росы wet bulb heat index feels apparent gefuhlt chill vpd enthalpy absolute abs absolut absolue specific ' +
    'set setpoint sp soll sollwert consigne limit limits alarm alarms alert alerts warning grenze grenzwert threshold seuil soglia limite ' +
    'mkt kinetic median std stdev deviation delta diff difference count samples ' +
    'offset offsets correction calibration adjustment accuracy uncertainty tolerance resolution hysteresis range trend slope gradient ' +
    '露点 露點 报警 報警',
);
/** Words by which a column holds extremes of the time since the row before. */
const extremes = asSet('min max minimum maximum minima maxima highest lowest 最大 最小 最高 最低');
/** Words by which a column holds means of that time. */
const means = asSet(
  'avg ave average mean mittel mittelwert durchschnitt moyenne moy media promedio gemiddelde srednia prumer 平均',
);

/**
 * Marks of numbers that are multiples of their unit: (0.1 °C), m°C, x10, tenths of degrees. An accuracy, ±0.1 °C, is
 * none.
 */
const scale =
  /(?:(?<![\p{L}\d])x|[×*])\s?10{1,3}(?![\p{L}\d])|(?:°\s?[cf]|℃|℉)\s?[/÷]\s?10|(?<![±\d.,]\s?)(?:0[.,]0*1|1\/10+)\s?(?:°|º|℃|℉|%|deg|[hk]?pa|[cfk](?!\p{L}))|(?<!\p{L})(?:m(?=°)|m(?=℃)|milli\s?(?:°|deg|celsius|kelvin))|(?<!\p{L})(?:tenths?|hundredths?|zehntel|hundertstel|dixiemes?|decimas?)(?!\p{L})/iu;

/** Whether the numbers below these texts are multiples of a unit. */
export function isScaled(cells: readonly string[]): boolean {
  return scale.test(headingOf(cells));
}

/** Of longer texts only the beginning is searched for names and units. */
const longest = 200;

/** The texts above a column in one line. */
function headingOf(cells: readonly string[]): string {
  return cells
    .map((cell) => cell.slice(0, longest))
    .join(' ')
    .normalize('NFKC')
    .replaceAll(/\s+/g, ' ');
}

const celsius = String.raw`(?:°|º|˚|deg(?:rees?)?\.?|\ufffd|\*)\s?C(?![\p{L}\p{Nd}])|℃|celsius|centigrade|цельси`;
const fahrenheit = String.raw`(?:°|º|˚|deg(?:rees?)?\.?|\ufffd|\*)\s?F(?![\p{L}\p{Nd}])|℉|fahrenheit`;
const kelvin = String.raw`(?<!\p{L})kelvin|(?<=[([])K(?=[)\]])`;
const unitPatterns: readonly {
  readonly quantity: ColumnQuantity;
  readonly unit: string;
  readonly pattern: RegExp;
}[] = [
  { quantity: 'temperature', unit: 'C', pattern: new RegExp(celsius, 'iu') },
  { quantity: 'temperature', unit: 'F', pattern: new RegExp(fahrenheit, 'iu') },
  { quantity: 'temperature', unit: 'K', pattern: new RegExp(kelvin, 'u') },
  { quantity: 'humidity', unit: '%', pattern: /%\s?r\.?\s?[hf]\.?|(?<!\p{L})rh\s?[([]?%|r\.h\./iu },
  { quantity: 'pressure', unit: 'kPa', pattern: /(?<!\p{L})kpa(?!\p{L})/iu },
  { quantity: 'pressure', unit: 'hPa', pattern: /(?<!\p{L})(?:hpa|mbar)(?!\p{L})/iu },
  { quantity: 'pressure', unit: 'psi', pattern: /(?<!\p{L})psi(?!\p{L})/iu },
];

/** A letter that is a unit of temperature where it is alone or in brackets. */
const letterAlone = /[([]\s*([CFK])\s*[)\]]|^([CFK])$/;
/**
 * The same at the end of the name of a temperature: temp_out_c, TempF, "Temperature, C". Behind another word it names a
 * thing: "Temperature fridge F".
 */
const letterBehind = /_([cfk])$|(?<=[a-z])([CF])$|(\p{L}+)[\s_.,:/-]{1,2}([CFK])$/u;

/** The units of temperature that the texts above a column name. */
export function temperatureUnitsAbove(cells: readonly string[]): readonly TemperatureUnit[] {
  return [...new Set(cells.flatMap((cell) => temperatureUnitsIn(cell.slice(0, longest).trim())))];
}

function temperatureUnitsIn(text: string): readonly TemperatureUnit[] {
  const found = unitPatterns
    .filter(({ quantity, pattern }) => quantity === 'temperature' && pattern.test(text))
    .map(({ unit }) => unit as TemperatureUnit);
  if (found.length > 0) return found;
  const named = temperatureUnitNamed(text);
  if (named !== null) return [named];
  const isTemperature = quantityNamed(plainWords(text)) === 'temperature';
  const behind = isTemperature ? letterBehind.exec(text) : null;
  const word = behind?.[3];
  const isUnit = word === undefined || quantityNamed(plainWords(word)) === 'temperature';
  const match = letterAlone.exec(text) ?? (isUnit ? behind : null);
  const letter = match?.slice(1).findLast((each) => each !== undefined);
  return letter === undefined ? [] : [letter.toUpperCase() as TemperatureUnit];
}

/**
 * What the column under a heading is; null if that is not known. `cells` are the heading's texts from top to bottom,
 * each of which may be the name, the unit or anything else; a column of something derived (a dew point, a limit, an
 * extreme) is null.
 */
export function meaningOf(cells: readonly string[]): ColumnMeaning | null {
  const own = wordsAbove(cells);
  if (own.some((word) => derived.has(word) || extremes.has(word))) return null;
  if (cells.some((cell) => namesTemperatureUnit(cell))) return null;
  const meaning = measuredUnder(cells, own);
  return meaning !== null && own.some((word) => means.has(word)) ? { ...meaning, isMean: true } : meaning;
}

/** The quantity of which a column holds the lowest or highest values, by the texts above it; null if it does not. */
export function extremeOf(cells: readonly string[]): ColumnQuantity | null {
  const own = wordsAbove(cells);
  return own.some((word) => extremes.has(word)) ? (measuredUnder(cells, own)?.quantity ?? null) : null;
}

function wordsAbove(cells: readonly string[]): string[] {
  return plainWords(headingOf(cells));
}

function measuredUnder(cells: readonly string[], own: readonly string[]): ColumnMeaning | null {
  const heading = headingOf(cells);
  const units = temperatureUnitsAbove(cells);
  const quantity = quantityNamed(own) ?? quantityOfUnit(heading, units);
  if (quantity === null) return null;
  if (quantity === 'temperature') return { quantity, unit: units[0] ?? null, hasTwoUnits: units.length > 1 };
  if (isScaled(cells)) return null;
  const unit =
    unitPatterns.find((each) => each.quantity === quantity && each.pattern.test(heading))?.unit ?? null;
  if (quantity === 'humidity') {
    // g/m³ and g/kg are not relative.
    if (/g\s?\/\s?(?:m|kg)/i.test(heading)) return null;
    return { quantity, unit: '%', hasTwoUnits: false };
  }
  if (quantity === 'latitude' || quantity === 'longitude') return { quantity, unit: '°', hasTwoUnits: false };
  // Without its unit a pressure may be in anything, and a battery in volts.
  if (quantity === 'battery')
    return heading.includes('%') ? { quantity, unit: '%', hasTwoUnits: false } : null;
  return unit === null ? null : { quantity, unit, hasTwoUnits: false };
}

function quantityNamed(own: readonly string[]): KnownQuantity | null {
  const joined = own.join('');
  const named = (Object.keys(words) as KnownQuantity[]).filter(
    (quantity) =>
      own.some((word) => words[quantity].has(word.replace(/\d+$/, '')) || words[quantity].has(word)) ||
      [...words[quantity]].some(
        (word) => /[\u3040-\u9fff\uac00-\ud7af]/.test(word) && joined.includes(word),
      ) ||
      (quantity === 'temperature' && own.some((word) => /^(?:\p{L}+)?temperatur(?:e|a|en|s)?$/u.test(word))),
  );
  if (named.length === 1) return named[0]!;
  // "Battery temperature" is a temperature, "humidity sensor temperature" as well.
  return named.includes('temperature') && named.length > 1 ? 'temperature' : null;
}

function quantityOfUnit(heading: string, units: readonly TemperatureUnit[]): ColumnQuantity | null {
  if (units.length > 0) return 'temperature';
  return unitPatterns.find(({ pattern }) => pattern.test(heading))?.quantity ?? null;
}

/** Words of headings over times. */
const timeWords = asSet(
  'time times timestamp date datetime datum zeit uhrzeit zeitpunkt zeitstempel heure horodatage fecha hora data ora orario godzina czas cas datum tid tidspunkt tidpunkt aika pvm klo ido idopont tarih saat epoch unix unixtime ts utc at created recorded measured logged ' +
    'дата время ημερομηνία ώρα 日期 时间 時間 日時 날짜 시간 일시',
);

/** Whether a heading names times. */
export function namesTime(text: string): boolean {
  const heading = headingOf([text]);
  return (
    plainWords(heading).some((word) => timeWords.has(word)) ||
    /时间|時間|日期|日時|시간|일시|timestamp|datetime|unixtime|epoch/iu.test(heading)
  );
}
