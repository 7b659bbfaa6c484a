import { type ScalarChannelDefinition, unconverted } from './scalar-channel.ts';

/** The charge of the battery in percent; the range includes the error of the sensor. */
export const battery = {
  storedCode: 3,
  units: [{ names: ['%', 'percent'], convert: unconverted }],
  senmlUnits: { '%EL': unconverted },
  least: 0,
  most: 110,
  // "bat" is missing because it mostly means the battery's voltage.
  spellings: ['battery level'],
  mayStayConstant: true,
  beyondLimit: { above: 'Battery too full', below: 'Battery too low' },
} satisfies ScalarChannelDefinition;
