/** A value at a time, epoch milliseconds. */
export type Point = readonly [at: number, value: number];

/**
 * At most so many points (four at least) of a series in time, such that a line through them shows what the series
 * shows: of each stretch its lowest and its highest value stay, and the first and the last point of all.
 */
export function downsample(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const inner = points.slice(1, -1);
  const stretches = Math.floor((most - 2) / 2);
  const kept: Point[] = [points[0]!];
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
    for (const place of [...new Set([lowest, highest])].sort((a, b) => a - b)) kept.push(stretch[place]!);
  }
  kept.push(points.at(-1)!);
  return kept;
}

/** At most so many of a list, evenly, the first and the last among them. */
export function thin<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from(
    { length: most },
    (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))]!,
  );
}
