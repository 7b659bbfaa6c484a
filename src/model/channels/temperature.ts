import { type ScalarChannelDefinition, unconverted } from './scalar-channel.ts';

const ofKelvin = (kelvin: number): number => kelvin - 273.15;

/**
 * Temperature in degrees Celsius, from below liquid nitrogen (-196 °C) to above any process that a logger goes through.
 */
export const temperature = {
  storedCode: 0,
  units: [
    { names: ['°C', 'degc', 'c', 'celsius', 'cel'], convert: unconverted },
    { names: ['°F', 'degf', 'f', 'fahrenheit'], convert: (fahrenheit) => ((fahrenheit - 32) * 5) / 9 },
    { names: ['K', 'kelvin'], convert: ofKelvin },
  ],
  senmlUnits: { Cel: unconverted, K: ofKelvin },
  least: -210,
  most: 150,
  spellings: ['temp', 'tmp', 'temperatur', 'air temperature', 'air temp'],
  mayStayConstant: false,
  beyondLimit: { above: 'Too warm', below: 'Too cold' },
} satisfies ScalarChannelDefinition;
