import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaOf, draftOf } from '../../../web/map/area-draft.ts';
import { type Area, areasOf, edgeOf } from '../../../web/map/area.ts';
import { coordinatesText, readCoordinates } from '../../../web/map/read-coordinates.ts';
import { texts } from '../../../web/texts.ts';

const { problems: said } = texts.area;
const zurich = { latitude: 47.3769, longitude: 8.5417 };

describe('coordinates', () => {
  test.each([
    ['47.3769, 8.5417', zurich],
    ['  47.3769,8.5417 ', zurich],
    ['(47.3769, 8.5417)', zurich],
    ['47.3769 8.5417', zurich],
    ['47.3769; 8.5417', zurich],
    ['47,3769 8,5417', zurich],
    ['47,3769; 8,5417', zurich],
    ['47.3769° N, 8.5417° E', zurich],
    ['8.5417 E 47.3769 N', zurich],
    ['N47.3769 E8.5417', zurich],
    ['-33.8688, 151.2093', { latitude: -33.8688, longitude: 151.2093 }],
    ['−33.8688, −70.6', { latitude: -33.8688, longitude: -70.6 }],
    ['33.8688 S, 70.6 W', { latitude: -33.8688, longitude: -70.6 }],
    ['0, 0', { latitude: 0, longitude: 0 }],
    ['47°22\'36.84"N 8°32\'30.12"E', zurich],
    ['47°22′36.84″ N, 8°32′30.12″ E', zurich],
    ["47° 22.614' N 8° 32.502' E", zurich],
    ['47 22 36 N', null],
    ['90, 180', { latitude: 90, longitude: 180 }],
  ])('%s', (typed, place) => {
    expect(readCoordinates(typed)).toEqual(place === null ? { problem: said.notCoordinates } : { place });
  });

  test.each([
    ['', said.notCoordinates],
    ['Zurich', said.notCoordinates],
    ['47.3769', said.notCoordinates],
    ['47.3769, 8.5417, 400', said.notCoordinates],
    ['47.3769 N, 8.5417', said.notCoordinates],
    ['47.3769 N, 8.5417 N', said.notCoordinates],
    ['91, 8', said.latitude('91')],
    ['-90.5, 8', said.latitude('−90.5')],
    ['47, 180.001', said.longitude('180.001')],
    ['-33.8688 S, 70.6 W', said.signAndLetter],
    ['33.8688 S, −70.6 W', said.signAndLetter],
    ['N +47.3769 E 8.5417', said.signAndLetter],
    ['47°60′0″ N 8°0′0″ E', said.minutes],
    ['47°0′60″ N 8°0′0″ E', said.minutes],
  ])('not %j', (typed, problem) => {
    expect(readCoordinates(typed)).toEqual({ problem });
  });

  test('come back as they were written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9e6, max: 9e6 }),
        fc.integer({ min: -18e6, max: 18e6 }),
        (north, east) => {
          const place = { latitude: north / 1e5, longitude: east / 1e5 };
          expect(readCoordinates(coordinatesText(place))).toEqual({ place });
        },
      ),
    );
  });
});

const circle: Area = { circle: { ...zurich, radiusMeters: 300 } };
const square: Area = {
  polygon: {
    corners: [
      { latitude: 47, longitude: 8 },
      { latitude: 47, longitude: 9 },
      { latitude: 48, longitude: 9 },
      { latitude: 48, longitude: 8 },
    ],
  },
};

describe('the fields of a geofence', () => {
  test.each([
    ['a circle', circle],
    ['a polygon', square],
  ])('give back %s', (_, area) => {
    expect(areaOf(draftOf(area)).area).toEqual(area);
  });

  test('say what is missing from an empty circle', () => {
    const { area, problems } = areaOf({ ...draftOf(null), radius: '0' });
    expect([area, problems.centre, problems.radius]).toEqual([null, said.noCentre, said.radius]);
  });

  test('read a radius with a decimal comma', () => {
    expect(areaOf({ ...draftOf(circle), radius: ' 250,5 ' }).area).toEqual({
      circle: { ...zurich, radiusMeters: 250.5 },
    });
  });

  test.each(['', '-5', 'many', '1e999'])('refuse the radius %j', (radius) => {
    expect(areaOf({ ...draftOf(circle), radius })).toMatchObject({
      area: null,
      problems: { radius: said.radius },
    });
  });

  test('say which corner is no place, and count the corners', () => {
    const draft = draftOf(square);
    const wrong = { ...draft, corners: draft.corners.with(1, { latitude: '91', longitude: '9' }) };
    expect(areaOf(wrong).problems.corners).toEqual([null, said.cornerMissing(2), null, null]);
    const empty = { ...draft, corners: draft.corners.with(3, { latitude: ' ', longitude: '8' }) };
    expect(areaOf(empty)).toMatchObject({
      area: null,
      problems: { corners: [null, null, null, said.cornerMissing(4)] },
    });
    expect(areaOf({ ...draft, corners: draft.corners.slice(0, 2) }).problems.polygon).toBe(
      said.fewCorners(2),
    );
    expect(areaOf({ ...draft, corners: [] }).problems.polygon).toBe(said.fewCorners(0));
    const many = Array.from({ length: 501 }, (_, index) => ({
      latitude: String(Math.sin((index / 501) * 2 * Math.PI)),
      longitude: String(Math.cos((index / 501) * 2 * Math.PI)),
    }));
    expect(areaOf({ ...draft, corners: many }).problems.polygon).toBe(said.manyCorners);
    expect(areaOf({ ...draft, corners: many.slice(1) }).problems.polygon).toBeNull();
  });

  test('refuse a polygon whose sides cross, over 180 degrees too', () => {
    const crossed = (turn: number): Area => ({
      polygon: {
        corners: [
          { latitude: 0, longitude: turn },
          { latitude: 2, longitude: turn + 2 > 180 ? turn - 358 : turn + 2 },
          { latitude: 0, longitude: turn + 2 > 180 ? turn - 358 : turn + 2 },
          { latitude: 2, longitude: turn },
        ],
      },
    });
    expect(areaOf(draftOf(crossed(0))).problems.polygon).toBe(said.crossing);
    expect(areaOf(draftOf(crossed(179))).problems.polygon).toBe(said.crossing);
    const { corners } = (crossed(179) as Extract<Area, { polygon: object }>).polygon;
    const simple = { polygon: { corners: [corners[0]!, corners[2]!, corners[1]!, corners[3]!] } };
    expect(areaOf(draftOf(simple)).area).toEqual(simple);
  });
});

test('a polygon crosses itself by its last side, too, and wherever on the earth it is', () => {
  const at = (latitude: number, longitude: number) => ({ latitude, longitude });
  const polygon = (...corners: readonly { latitude: number; longitude: number }[]) =>
    areaOf(draftOf({ polygon: { corners } })).problems.polygon;
  // Only the side from the last corner to the first one crosses another.
  const corners = [at(0, 0), at(0, 4), at(2, 4), at(-1, 2), at(3, 1)];
  expect(polygon(...corners.slice(0, 3), at(2, 1))).toBeNull();
  expect(polygon(at(0, 0), at(0, 4), at(-1, 2))).toBeNull();
  expect(polygon(at(0, 0), at(0, 4), at(2, 4), at(-1, 2))).toBe(said.crossing);
  const anyCorners = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 3,
    maxLength: 6,
  });
  fc.assert(
    fc.property(anyCorners, fc.integer({ min: -180, max: 179 }), (all, turn) => {
      const turned = all.map(([north, east]) => at(north, ((east + turn + 180 + 360) % 360) - 180));
      const there = all.map(([north, east]) => at(north, east));
      expect(polygon(...turned)).toBe(polygon(...there));
    }),
  );
});

test('the edge of a circle is as far from its centre as its radius', () => {
  const [north, , east] = edgeOf({ circle: { latitude: 60, longitude: 10, radiusMeters: 111_195 } });
  expect(north!.latitude).toBeCloseTo(61, 6);
  // A degree of longitude is half as long at 60 degrees north.
  expect(east!.longitude).toBeCloseTo(12, 6);
});

test('the geofences of a plan leave out places that have none', () => {
  const plan = {
    origin: 'Basel',
    waypoints: [{ name: 'Hub', ...square }, { name: 'Gate' }],
    destination: { name: 'Clinic', ...circle },
  };
  expect(areasOf(plan as Parameters<typeof areasOf>[0])).toEqual([square, circle]);
});
