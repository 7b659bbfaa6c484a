/** A box with a cooling unit: it gains heat through its wall, and more through an open door, and is cooled to 5 °C. */
export type ColdBox = {
  readonly celsius: number;
  readonly ambientCelsius: number;
  readonly doorOpen: boolean;
};

/** Time constants in seconds, shortened so that an hour's warming takes seconds. */
const wallSeconds = 120;
const doorSeconds = 9;
const coolingSeconds = 7;
const setPointCelsius = 5;

/** Returns the box after some seconds: first-order exchange with its surroundings and with the cooling unit. */
export function passTime(box: ColdBox, seconds: number): ColdBox {
  const exchange = (box.ambientCelsius - box.celsius) / (box.doorOpen ? doorSeconds : wallSeconds);
  const cooling = box.doorOpen ? 0 : (setPointCelsius - box.celsius) / coolingSeconds;
  return { ...box, celsius: box.celsius + (exchange + cooling) * seconds };
}
