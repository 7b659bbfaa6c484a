/** A unit of temperature that a text can name. */
export type TemperatureUnit = 'C' | 'F' | 'K';

/** What may precede or replace the unit, in the languages that loggers use. */
const spelled =
  /^(?:in\s+)?(?:temp(?:erature|eratur)?\.?\s*)?(?:deg(?:rees?|r[eé]s?)?|grad[oi]?s?|graden|stopni(?:e|i)?|°)?\.?\s*(c|cel|cels|celsius|f|fahr|fahrenheit|k|kelvin)\.?$/i;

/** Longer texts are no units. */
const longest = 60;

/**
 * Returns the unit of temperature that a text names, such as "°F", "deg F", "degF", "Fahr.", "Grad Fahrenheit", "(K)"
 * or "[°C]"; null if it names none.
 */
export function temperatureUnitNamed(text: string): TemperatureUnit | null {
  if (text.length > longest) return null;
  const plain = text
    .replaceAll(/[º˚]/g, '°')
    .normalize('NFKC')
    .replaceAll(/^[\s([{"']+|[\s)\]}"']+$/g, '');
  const match = spelled.exec(plain);
  return match === null ? null : (match[1]![0]!.toUpperCase() as TemperatureUnit);
}

/** A key or heading that may contain the unit of the temperatures. */
const unitKey =
  /^(?:(?:temp|temperature|temperatur)[\s_.-]*)?(?:units?|uom|scale|einheit(?:en)?|unit[eéà]s?|unidad(?:es)?|eenheid)(?:[\s_.-]*(?:of[\s_.-]*)?(?:temp|temperature|measure))?$/i;

/** Whether a field or column with this name may contain the unit of the temperatures. */
export function namesTemperatureUnit(name: string): boolean {
  return unitKey.test(name.trim());
}

/** A unit in the form used in sentences. */
export function unitInWords(unit: TemperatureUnit): string {
  return unit === 'K' ? 'kelvin' : unit === 'F' ? '°F' : '°C';
}
