import { pathParameters } from '../../src/model/path-parameters.ts';

/** Returns whether a text can be the name of a device. */
export function isDeviceName(name: string): boolean {
  return pathParameters['device']!.test(name);
}
