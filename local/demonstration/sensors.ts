import { type ColdBox, passTime } from './cold-box.ts';
import { type Place, air, cabinPressure, placeAt, road } from './journey.ts';

/** One simulated sensor of the demonstration. */
export type Sensor = {
  readonly thing: string;
  readonly goods: string;
  readonly site: string;
  readonly route: readonly Place[];
  readonly origin: string;
  readonly destination: string;
  readonly flies: boolean;
  readonly ambientCelsius: number;
  /** Seconds of the demonstration during which the door is open. */
  readonly doorOpen: readonly [from: number, to: number] | null;
  /** Seconds without coverage, during which the sensor stores readings that it delivers late. */
  readonly offline: readonly [from: number, to: number] | null;
};

export const demonstrationSeconds = 50;

export const sensors: readonly Sensor[] = [
  {
    thing: 'box-steady',
    goods: 'insulin, 400 pens',
    site: 'north',
    route: air,
    origin: 'London Stansted',
    destination: 'Munich',
    flies: true,
    ambientCelsius: 19,
    doorOpen: [14, 15],
    offline: null,
  },
  {
    thing: 'box-door',
    goods: 'measles vaccine, 2\u202f000 doses',
    site: 'north',
    route: road,
    origin: 'Cambridge',
    destination: 'London Stansted',
    flies: false,
    ambientCelsius: 27,
    doorOpen: [6, 22],
    offline: null,
  },
  {
    thing: 'box-tunnel',
    goods: 'blood plasma, 60 units',
    site: 'south',
    route: road,
    origin: 'Cambridge',
    destination: 'London Stansted',
    flies: false,
    ambientCelsius: 21,
    doorOpen: null,
    offline: [10, 34],
  },
];

/** A sensor's reading as it publishes it. */
export type SensorReading = {
  readonly time: string;
  readonly temperature: number;
  readonly pressure: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly battery: number;
};

/** A sensor in its box: each step is a second of the box's life and produces one reading. */
export class SimulatedSensor {
  readonly sensor: Sensor;
  #box: ColdBox;

  constructor(sensor: Sensor) {
    this.sensor = sensor;
    this.#box = { celsius: 4.6, ambientCelsius: sensor.ambientCelsius, doorOpen: false };
  }

  /** Returns the reading `second` seconds after the start, at the time `at` (epoch milliseconds). */
  read(second: number, at: number): SensorReading {
    const { doorOpen, flies, route } = this.sensor;
    this.#box = passTime({ ...this.#box, doorOpen: isWithin(second, doorOpen) }, 1);
    const share = second / demonstrationSeconds;
    const ripple = Math.sin(second * 1.7) * 0.08;
    return {
      time: new Date(at).toISOString(),
      temperature: round(this.#box.celsius + ripple, 2),
      pressure: round(flies ? cabinPressure(share) : 101.1 + ripple, 2),
      ...placeAt(route, share),
      battery: round(94 - second / 20, 1),
    };
  }

  isOffline(second: number): boolean {
    return isWithin(second, this.sensor.offline);
  }
}

function isWithin(second: number, span: readonly [number, number] | null): boolean {
  return span !== null && second >= span[0] && second < span[1];
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
