/** A unit of temperature that a text names. */
export type TemperatureUnit = 'C' | 'F' | 'K';

/** What may stand before the unit or in its place, in the languages that loggers write. */
const spelled =
  /^(?:in\s+)?(?:temp(?:erature|eratur)?\.?\s*)?(?:deg(?:rees?|r[eé]s?)?|grad[oi]?s?|graden|stopni(?:e|i)?|°)?\.?\s*(c|cel|cels|celsius|f|fahr|fahrenheit|k|kelvin)\.?$/i;

/**
 * The unit of temperature that a text is: "°F", "deg F", "degF", "Fahr.", "Grad Fahrenheit", "(K)", "[°C]"; null where
 * it is none.
 */
export function temperatureUnitNamed(text: string): TemperatureUnit | null {
  const plain = text
    .replaceAll(/[º˚]/g, '°')
    .normalize('NFKC')
    .replaceAll(/^[\s([{"']+|[\s)\]}"']+$/g, '');
  const match = spelled.exec(plain);
  return match === null ? null : (match[1]![0]!.toUpperCase() as TemperatureUnit);
}

/** A key or heading under which the unit of the temperatures may stand. */
const unitKey =
  /^(?:(?:temp|temperature|temperatur)[\s_.-]*)?(?:units?|uom|scale|einheit(?:en)?|unit[eéà]s?|unidad(?:es)?|eenheid)(?:[\s_.-]*(?:of[\s_.-]*)?(?:temp|temperature|measure))?$/i;

/** Whether a field or a column under this name may say in which unit the temperatures are. */
export function namesTemperatureUnit(name: string): boolean {
  return unitKey.test(name.trim());
}

/** A unit as a sentence names it. */
export function unitInWords(unit: TemperatureUnit): string {
  return unit === 'K' ? 'kelvin' : unit === 'F' ? '°F' : '°C';
}
