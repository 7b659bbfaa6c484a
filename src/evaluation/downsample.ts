/** A value at a time, epoch milliseconds. */
export type Point = readonly [at: number, value: number];

/**
 * Reduces a time series to at most `most` points (at least four) for drawing a line. The first and the last point stay,
 * and so do the lowest and the highest value of each section.
 */
export function downsample(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const inner = points.slice(1, -1);
  const stretches = Math.floor((most - 2) / 2);
  const selected: Point[] = [points[0]!];
  for (let index = 0; index < stretches; index++) {
    const stretch = inner.slice(
      Math.floor((index * inner.length) / stretches),
      Math.floor(((index + 1) * inner.length) / stretches),
    );
    if (stretch.length === 0) continue;
    let [lowest, highest] = [0, 0];
    for (let place = 1; place < stretch.length; place++) {
      if (stretch[place]![1] < stretch[lowest]![1]) lowest = place;
      if (stretch[place]![1] > stretch[highest]![1]) highest = place;
    }
    for (const place of [...new Set([lowest, highest])].sort((a, b) => a - b)) selected.push(stretch[place]!);
  }
  selected.push(points.at(-1)!);
  return selected;
}

/** Picks at most `most` items of a list, evenly spaced, always including the first and the last. */
export function thin<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from(
    { length: most },
    (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))]!,
  );
}
