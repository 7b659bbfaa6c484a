import type { Limit } from '../model/rules/limit-rule.ts';
import { roundValue } from '../model/rounding.ts';

/** Whether a value is outside the limit. */
export function isOutside(limit: Limit, value: number): boolean {
  switch (limit.kind) {
    case 'above':
      return value > limit.limit;
    case 'below':
      return value < limit.limit;
    case 'atLeast':
      return value >= limit.limit;
    case 'atMost':
      return value <= limit.limit;
    case 'outside':
      return value < limit.low || value > limit.high;
  }
}

/** How far a value lies beyond the limit, rounded to nine decimals; negative inside. */
export function distanceOutside(limit: Limit, value: number): number {
  switch (limit.kind) {
    case 'above':
    case 'atLeast':
      return roundValue(value - limit.limit);
    case 'below':
    case 'atMost':
      return roundValue(limit.limit - value);
    case 'outside':
      return roundValue(Math.max(limit.low - value, value - limit.high));
  }
}

/** Returns whichever value lies farther outside; of two equally far, the higher. */
export function fartherOutside(limit: Limit, a: number, b: number): number {
  const difference = distanceOutside(limit, a) - distanceOutside(limit, b);
  if (difference === 0) return Math.max(a, b);
  return difference > 0 ? a : b;
}

/** If a time has several values, a rule evaluates the one farthest outside. */
export function comparedValue(limit: Limit, values: readonly number[]): number {
  let evaluated = values[0]!;
  for (let index = 1; index < values.length; index++)
    evaluated = fartherOutside(limit, evaluated, values[index]!);
  return evaluated;
}
