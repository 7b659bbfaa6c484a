import { type ScalarChannelDefinition, unconverted } from './scalar-channel.ts';

const ofPascals = (pascals: number): number => pascals / 1000;
const ofHectopascals = (hectopascals: number): number => hectopascals / 10;

/** Air pressure in kilopascals, up to twice that at sea level. */
export const pressure = {
  storedCode: 1,
  units: [
    { names: ['kPa'], convert: unconverted },
    { names: ['hPa', 'mbar'], convert: ofHectopascals },
    { names: ['Pa'], convert: ofPascals },
    { names: ['bar'], convert: (bars) => bars * 100 },
    // 1 psi is 6.894757293168 kPa (NIST SP 811, appendix B.8).
    { names: ['psi'], convert: (psi) => psi * 6.894757293168 },
  ],
  senmlUnits: { Pa: ofPascals, hPa: ofHectopascals },
  least: 0,
  most: 200,
  spellings: ['press', 'pres', 'air pressure'],
  mayStayConstant: false,
  beyondLimit: { above: 'Pressure too high', below: 'Pressure too low' },
} satisfies ScalarChannelDefinition;
