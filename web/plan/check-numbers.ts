import { call } from '../api/client.ts';

/**
 * Asks which numbers cannot be used for a new shipment, and why. Nothing is planned. What a plan needs besides the
 * number is filled in, because only the number is in question.
 */
export async function checkNumbers(
  numbers: readonly string[],
  site: string,
  profile: string,
): Promise<ReadonlyMap<string, string>> {
  const rest = { site, profile, goods: 'goods', origin: 'origin', destination: 'destination' };
  const shipments = numbers.map((shipment) => ({ shipment, ...rest }));
  const { problems } = await call('planShipments', { body: { check: true, shipments } });
  const ofNumbers = problems.filter(({ field }) => field === 'shipment');
  return new Map(ofNumbers.map(({ item, message }) => [numbers[item]!, message]));
}
