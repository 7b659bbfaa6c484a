/**
 * Numbers that sensors and their libraries return in place of a temperature, in degrees Celsius, each with its meaning
 * and source. Numbers outside -210 to 150 °C are unreadable anyway and need no entry.
 */
export const faultCodes: readonly { readonly celsius: number; readonly meaning: string }[] = [
  // DS18B20 datasheet, "Memory": the power-on value of the temperature register; Linux, drivers/w1/slaves/w1_therm.c,
  // convert_t(): "insufficient conversion time or power failure".
  { celsius: 85, meaning: 'power-on value of a DS18B20: it lost power, or was read before it had measured' },
  // DallasTemperature.h, DEVICE_DISCONNECTED_C.
  { celsius: -127, meaning: 'a DS18B20 that does not answer' },
  // DallasTemperature.h, DEVICE_DISCONNECTED_F: the same in degrees Fahrenheit, left unconverted.
  { celsius: -196.6, meaning: 'a DS18B20 that does not answer, in degrees Fahrenheit' },
  // Linux, drivers/w1/slaves/w1_therm.c, convert_t(): raw 0x07FF is an error in the reading of a DS18B20.
  { celsius: 127.9375, meaning: 'raw 0x07FF of a DS18B20: too little power to measure' },
  { celsius: 127.94, meaning: 'raw 0x07FF of a DS18B20, rounded' },
  // Bluetooth GATT Specification Supplement, "Temperature 8": raw 0x7F is "value is not known".
  { celsius: 127, meaning: 'largest value of a signed byte: the value is not known' },
  // HDC1080 read without an answer on the bus, raw 0xFFFF: ClosedCube_HDC1080_Arduino, issues 5 and 11.
  { celsius: 125, meaning: 'raw 0xFFFF of an HDC1080, rounded: it does not answer' },
  // Ruuvi data format 5, "Temperature": raw 0x8000 is "invalid / not available", times 0.005 °C.
  { celsius: -163.84, meaning: 'raw 0x8000 of a RuuviTag: no value' },
  // A missing value with one decimal in fixed-width logger and weather records.
  { celsius: -99.9, meaning: 'a missing value, filled up with nines' },
];

const codes = new Set(faultCodes.map(({ celsius }) => celsius));

/** Whether a temperature in degrees Celsius is a fault code; readings around it may still make it credible. */
export function isFaultCode(celsius: number): boolean {
  return codes.has(celsius);
}

/** Explains a text sent in place of a temperature if it is a fault code; null otherwise. */
export function meaningOfCode(text: string): string | null {
  return faultCodes.find(({ celsius }) => String(celsius) === text)?.meaning ?? null;
}

/** A code is credible if a neighbouring reading is at most this far from it, in degrees Celsius. */
export const credibleWithinCelsius = 20;
