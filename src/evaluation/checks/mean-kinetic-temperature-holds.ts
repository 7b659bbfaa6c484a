import type { Check } from '../check.ts';
import { duration, moment } from '../../model/wording.ts';

/** The highest mean kinetic temperature over the profile's window must not exceed its limit. */
export const meanKineticTemperatureHolds: Check = ({ profile, meanKineticTemperature }) => {
  const limit = profile.meanKineticTemperature;
  if (limit === null || meanKineticTemperature === null) return [];
  const { celsius, windowMs, from, to } = meanKineticTemperature;
  const name = `Mean kinetic temperature over ${duration(windowMs)}`;
  if (celsius === null)
    return [{ outcome: 'fail', sentence: `${name} is not determinable: too little was monitored.` }];
  // Near the limit, all decimals are needed to show on which side the value is.
  const decimals = Math.abs(celsius - limit.maxCelsius) < 0.01 ? 6 : 2;
  const value = `${name} was ${celsius.toFixed(decimals)} °C, allowed at most ${limit.maxCelsius} °C`;
  return celsius <= limit.maxCelsius
    ? [{ outcome: 'pass', sentence: `${value}.` }]
    : [{ outcome: 'fail', sentence: `${value} (${moment(from!)} to ${moment(to!)}).` }];
};
