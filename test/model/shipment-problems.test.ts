import { describe, expect, test } from 'vitest';
import { leastShipment as least, shipmentProblems as problems } from '../support/shipment-problems.ts';

const corner = { latitude: 51, longitude: 0 };

describe('each problem of a plan names its field and the accepted form', () => {
  const circle = { latitude: 51, longitude: 0, radiusMeters: 100 };
  const withArea = (area: object) => ({ origin: { name: 'x', ...area } });
  const placeHint = 'origin: must be a name, or an object with name and circle or polygon';
  test.each<[string, object, string[]]>([
    ['an unknown field', { Goods: 'x', a: 1 }, ['shipment: unknown field "Goods", "a"']],
    ['a missing name of the goods', { goods: undefined }, ['goods: is missing; must be a text']],
    ['goods that are not a text', { goods: 7 }, ['goods: must be a text']],
    ['goods without a name', { goods: '' }, ['goods: must not be empty']],
    ['201 characters', { goods: 'x'.repeat(201) }, ['goods: must have at most 200 characters']],
    ['half a character', { goods: '\ud800' }, ['goods: must be well-formed Unicode']],
    [
      'two lines',
      { goods: 'a\nb' },
      ['goods: must be one line, without control characters and marks that turn the direction of writing'],
    ],
    ['lots that are not a list', { lots: 'A' }, ['lots: must be a list']],
    ['51 lots', { lots: Array(51).fill('x') }, ['lots: must have at most 50 items']],
    ['a lot that is not a text', { lots: ['A', 7] }, ['lots[1]: must be a text']],
    ['51 waypoints', { waypoints: Array(51).fill('x') }, ['waypoints: must have at most 50 items']],
    ['waypoints that are not a list', { waypoints: 7 }, ['waypoints: must be a list']],
    [
      'an id with a space',
      { shipment: 'S 1' },
      ['shipment: must be letters, digits, dots, hyphens, underscores, at most 64'],
    ],
    [
      'an id of 65 characters',
      { shipment: 'x'.repeat(65) },
      ['shipment: must be letters, digits, dots, hyphens, underscores, at most 64'],
    ],
    [
      'an id that begins with a dot',
      { shipment: '.a' },
      ['shipment: must be letters, digits, dots, hyphens, underscores, at most 64'],
    ],
    ['an id that is not a text', { shipment: null }, ['shipment: must be a text']],
    [
      'no origin',
      { origin: undefined },
      ['origin: is missing; must be a name, or an object with name and circle or polygon'],
    ],
    ['an origin that is a number', { origin: 7 }, [placeHint]],
    ['an origin without a name', { origin: { circle } }, [placeHint]],
    [
      'a circle and a polygon',
      withArea({ circle, polygon: { corners: [corner, corner, corner] } }),
      ['origin: has a circle and a polygon; give one'],
    ],
    [
      'two corners',
      withArea({ polygon: { corners: [corner, corner] } }),
      ['origin.polygon.corners: must have three corners at least'],
    ],
    [
      '501 corners',
      withArea({ polygon: { corners: Array.from({ length: 501 }, () => corner) } }),
      [placeHint],
    ],
    [
      'a circle of zero size',
      withArea({ circle: { ...circle, radiusMeters: 0 } }),
      ['origin.circle.radiusMeters: must be more than 0 m'],
    ],
    [
      'a latitude beyond the north pole',
      withArea({ circle: { ...circle, latitude: 90.1 } }),
      ['origin.circle.latitude: must be between -90 and 90 degrees'],
    ],
    [
      'a latitude beyond the south pole',
      withArea({ circle: { ...circle, latitude: -90.1 } }),
      ['origin.circle.latitude: must be between -90 and 90 degrees'],
    ],
    [
      'a longitude beyond 180 degrees east',
      withArea({ circle: { ...circle, longitude: 180.1 } }),
      ['origin.circle.longitude: must be between -180 and 180 degrees'],
    ],
    [
      'a longitude beyond 180 degrees west',
      withArea({ circle: { ...circle, longitude: -180.1 } }),
      ['origin.circle.longitude: must be between -180 and 180 degrees'],
    ],
    ['a time that is a number', { plannedArrival: 7 }, ['plannedArrival: must be a time']],
    [
      'the year 10000',
      { plannedArrival: '9999-12-31T23:59:59.9999Z' },
      ['plannedArrival: must be before the year 10000'],
    ],
    [
      'an arrival before the departure',
      { plannedDeparture: '2026-11-21T08:00:00.001Z', plannedArrival: '2026-11-21T08:00:00Z' },
      ['shipment: plannedArrival must not be before plannedDeparture'],
    ],
    ['a code that is a number', { sscc: 34_012_345 }, ['sscc: must be a text']],
    [
      'a code with a wrong digit',
      { sscc: '340123450000000018' },
      ['sscc: the check digit of 340123450000000018 must be 7: a digit is wrong'],
    ],
    [
      'no profile',
      { profile: undefined },
      ['profile: is missing; must be a profile, as who-storage or who-storage@1'],
    ],
    [
      'a profile that is a number',
      { profile: 1 },
      ['profile: must be a profile, as who-storage or who-storage@1'],
    ],
    ...['', '@1', 'a b', 'a@', 'a@b', 'a@1@2', 'a@1234567890'].map((profile): [string, object, string[]] => [
      `the profile "${profile}"`,
      { profile },
      ['profile: must be the id of a profile, as who-storage or who-storage@1'],
    ]),
    [
      'a corner without a number',
      withArea({ polygon: { corners: [corner, corner, { ...corner, latitude: '5' }] } }),
      [placeHint],
    ],
    ['two problems', { site: 7, vehicle: '' }, ['site: must be a text', 'vehicle: must not be empty']],
  ])('a plan is refused: %s', (_, fields, expected) => {
    expect(problems({ ...least, ...fields })).toEqual(expected);
  });

  test('a plan that is not an object is refused', () => {
    expect(problems(7)).toEqual(['shipment: must be an object']);
    expect(problems(undefined)).toEqual(['shipment: is missing; must be an object']);
  });

  test('a time without a zone is refused', () => {
    expect(problems({ ...least, plannedArrival: '2026-11-21T08:00:00' })).toEqual([
      'plannedArrival: time has no zone; write "2026-11-21T08:00:00Z" or "+01:00" at its end, found "2026-11-21T08:00:00"',
    ]);
  });
});
