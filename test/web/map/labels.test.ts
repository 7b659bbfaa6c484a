import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Box, overlap, placeLabels } from '../../../web/map/labels.ts';

const frame = { width: 300, height: 200 };
const label = (x: number, y: number, width = 40) => ({ x, y, width, height: 12 });

describe('labels', () => {
  test('are to the right of their point, else to the left, above or below', () => {
    expect(placeLabels([label(100, 100)], [], frame)).toEqual([{ x: 106, y: 100 }]);
    // The frame ends on the right.
    expect(placeLabels([label(280, 100)], [], frame)).toEqual([{ x: 234, y: 100 }]);
    const beside: Box[] = [
      { left: 104, top: 98, right: 150, bottom: 102 },
      { left: 50, top: 98, right: 96, bottom: 102 },
    ];
    expect(placeLabels([label(100, 100)], beside, frame)).toEqual([{ x: 80, y: 88 }]);
    const above = { left: 80, top: 80, right: 120, bottom: 90 };
    expect(placeLabels([label(100, 100)], [...beside, above], frame)).toEqual([{ x: 80, y: 112 }]);
  });

  test('give way to those before them, and are left out where nothing is free', () => {
    const points = [label(100, 100), label(103, 101), label(101, 99)];
    const [first, ...others] = placeLabels(points, [], frame);
    expect(first).not.toBeNull();
    expect(others).toEqual([null, null]);
  });

  test('are not written over a mark, nor is the point of one below it named', () => {
    const mark = { left: 90, top: 90, right: 110, bottom: 110 };
    expect(placeLabels([label(100, 100)], [mark], frame)).toEqual([null]);
  });

  test('never touch each other, a mark or the edge, and depend on their order alone', () => {
    const coordinate = fc.integer({ min: -20, max: 320 });
    const points = fc.array(
      fc.record({
        x: coordinate,
        y: coordinate,
        width: fc.integer({ min: 5, max: 90 }),
        height: fc.constant(12),
      }),
      { maxLength: 60 },
    );
    const marks = fc.array(
      fc
        .tuple(coordinate, coordinate)
        .map(([x, y]) => ({ left: x - 19, top: y - 19, right: x + 19, bottom: y + 19 })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(points, marks, (labels, avoid) => {
        const placed = placeLabels(labels, avoid, frame);
        const boxes = placed.flatMap((at, index): Box[] => {
          if (at === null) return [];
          const { width, height } = labels[index]!;
          return [{ left: at.x, top: at.y - height / 2, right: at.x + width, bottom: at.y + height / 2 }];
        });
        for (const [index, box] of boxes.entries()) {
          expect(
            box.left >= 0 && box.top >= 0 && box.right <= frame.width && box.bottom <= frame.height,
          ).toBe(true);
          // Three pixels are left free around each, so that two names do not read as one.
          const around = {
            left: box.left - 2.999,
            top: box.top - 2.999,
            right: box.right + 2.999,
            bottom: box.bottom + 2.999,
          };
          expect([...boxes.slice(index + 1), ...avoid].some((other) => overlap(around, other))).toBe(false);
        }
        expect(placeLabels(labels, avoid.toReversed(), frame)).toEqual(placed);
        // What comes later takes nothing from what comes before.
        const half = Math.floor(labels.length / 2);
        expect(placeLabels(labels.slice(0, half), avoid, frame)).toEqual(placed.slice(0, half));
      }),
    );
  });
});
