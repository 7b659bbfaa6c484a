import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Place,
  type View,
  changed,
  fitted,
  isWithin,
  joined,
  pixelOf,
  placeAt,
  projectionOf,
  unchanged,
  zoomAround,
} from '../../../web/map/view.ts';

const size = { width: 600, height: 400 };
const zurich = { latitude: 47.3769, longitude: 8.5417 };
const vienna = { latitude: 48.2082, longitude: 16.3738 };
const anyPlace = fc.record({
  latitude: fc.double({ min: -85, max: 85, noNaN: true }),
  longitude: fc.double({ min: -179.9, max: 179.9, noNaN: true }),
});

function expectNear(one: Place, other: Place): void {
  expect(one.latitude).toBeCloseTo(other.latitude, 4);
  expect(one.longitude).toBeCloseTo(other.longitude, 4);
}

describe('the view of a map', () => {
  test('shows all places it is fitted to, on both sides of 180 degrees too', () => {
    fc.assert(
      fc.property(fc.array(anyPlace, { minLength: 1, maxLength: 8 }), (places) => {
        const span = places.map(({ longitude }) => longitude);
        // More than half the world has no side by which it could be cut.
        fc.pre(
          Math.max(...span) - Math.min(...span) < 170 ||
            places.every(({ longitude }) => Math.abs(longitude) > 95),
        );
        expect(isWithin(fitted(places, size, 10), size, places)).toBe(true);
      }),
    );
  });

  test('joins Fiji and Samoa, which are close to each other', () => {
    const [suva, apia] = [
      { latitude: -18.14, longitude: 178.44 },
      { latitude: -13.83, longitude: -171.77 },
    ];
    const view = fitted([suva, apia], size, 10);
    expect(Math.abs(pixelOf(suva, view, size).x - pixelOf(apia, view, size).x)).toBeLessThanOrEqual(
      size.width,
    );
    expect(view.scale).toBeGreaterThan(1000);
  });

  test('shows a single place no closer than asked, in the middle', () => {
    const view = fitted([zurich], size, 10);
    expect(view.scale).toBe(6000);
    expect(pixelOf(zurich, view, size)).toEqual({ x: 300, y: 200 });
  });

  test('shows the world if there is nothing to show', () => {
    expect(fitted([], size, 10)).toEqual({ scale: 100, x: 0, y: 40, meridian: 0 });
  });

  test('finds the place at a pixel', () => {
    const suva = { latitude: -18.14, longitude: 178.44 };
    const apia = { latitude: -13.83, longitude: -171.77 };
    for (const view of [fitted([zurich, vienna], size, 10), fitted([suva, apia], size, 10)])
      fc.assert(
        fc.property(anyPlace, (place) => expectNear(placeAt(pixelOf(place, view, size), view, size), place)),
      );
  });

  test('agrees with the projection that draws land', () => {
    const view = { ...fitted([zurich, vienna], size, 10), meridian: 20 };
    fc.assert(
      fc.property(anyPlace, (place) => {
        const { x, y } = pixelOf(place, view, size);
        const [ownX, ownY] = projectionOf(view, size)([place.longitude, place.latitude])!;
        expect(x).toBeCloseTo(ownX, 3);
        expect(y).toBeCloseTo(ownY, 3);
      }),
    );
  });
});

describe('a zoom', () => {
  const view = fitted([zurich, vienna], size, 10);
  test('leaves the place below the pointer where it is', () => {
    for (const factor of [0.8, 1.3, 4]) {
      const pointer = { x: 120, y: 310 };
      const after = changed(view, size, zoomAround(view, factor, pointer));
      expectNear(placeAt(pointer, after, size), placeAt(pointer, view, size));
    }
  });

  test('ends at the world and at a metre a pixel', () => {
    const zoomed = (factor: number): number =>
      changed(view, size, zoomAround(view, factor, { x: 0, y: 0 })).scale;
    expect([zoomed(1e-9), zoomed(1e9)]).toEqual([50, 6_400_000]);
  });

  test('and a drag are together what one after the other is', () => {
    const [zoom, drag] = [zoomAround(view, 1.5, { x: 50, y: 60 }), { factor: 1, dx: 30, dy: -20 }];
    const one = changed(view, size, joined(zoom, drag));
    const other = changed(changed(view, size, zoom), size, drag);
    expect(one.scale).toBeCloseTo(other.scale, 6);
    expect(one.x).toBeCloseTo(other.x, 6);
    expect(one.y).toBeCloseTo(other.y, 6);
    expect(joined(unchanged, drag)).toEqual(drag);
  });

  test('and a drag never leave the world', () => {
    const far: View = changed(view, size, { factor: 1, dx: 1e7, dy: -1e7 });
    const middle = placeAt({ x: 300, y: 200 }, far, size);
    expect(middle.latitude).toBeCloseTo(-85.0511, 3);
    expect(Math.abs(middle.longitude)).toBeCloseTo(180, 6);
  });
});
