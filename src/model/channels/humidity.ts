import { type ScalarChannelDefinition, unconverted } from './scalar-channel.ts';

/** Relative humidity in percent; the range includes the error of the sensor. */
export const humidity = {
  storedCode: 2,
  units: [{ names: ['%RH', '%', 'rh'], convert: unconverted }],
  senmlUnits: { '%RH': unconverted },
  least: 0,
  most: 110,
  spellings: ['hum', 'humid', 'rh', 'relative humidity', 'rel humidity'],
  mayStayConstant: false,
  beyondLimit: { above: 'Too humid', below: 'Too dry' },
} satisfies ScalarChannelDefinition;
