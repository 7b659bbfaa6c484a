/** A box in pixels. */
export type Box = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};
/** A label of a point: its text's width and height in pixels. */
type Labelled = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
/** Where the text of a label begins and its baseline's middle, in pixels. */
type LabelPlace = { readonly x: number; readonly y: number };

/** The distance kept around each label, in pixels. */
const clearance = 3;
const cell = 64;

/** The sides of a point on which its label may be, in the order in which they are tried. */
export type Side =
  'right' | 'left' | 'above' | 'below' | 'above-left' | 'above-right' | 'below-left' | 'below-right';

/**
 * Places labels in the order given, which is their priority: each on the first side of its point where it fits, `gap`
 * pixels from it; null where it would touch a label before it, a box to avoid or the edge of the frame. The result
 * depends on nothing else.
 */
export function placeLabels(
  labels: readonly Labelled[],
  avoid: readonly Box[],
  frame: { readonly width: number; readonly height: number },
  { sides = ['right', 'left', 'above', 'below'], gap = 6 }: { sides?: readonly Side[]; gap?: number } = {},
): (LabelPlace | null)[] {
  const taken = new Map<string, Box[]>();
  const cellsOf = (box: Box): string[] => {
    const names: string[] = [];
    for (let column = Math.floor(box.left / cell); column <= Math.floor(box.right / cell); column++)
      for (let row = Math.floor(box.top / cell); row <= Math.floor(box.bottom / cell); row++)
        names.push(`${column} ${row}`);
    return names;
  };
  const take = (box: Box): void => {
    for (const name of cellsOf(box)) {
      const known = taken.get(name);
      if (known === undefined) taken.set(name, [box]);
      else known.push(box);
    }
  };
  const isFree = (box: Box): boolean =>
    box.left >= 0 &&
    box.top >= 0 &&
    box.right <= frame.width &&
    box.bottom <= frame.height &&
    cellsOf(box).every((name) => (taken.get(name) ?? []).every((other) => !overlap(box, other)));
  for (const box of avoid) if (isNear(box, frame)) take(box);
  return labels.map((label) => {
    const own = around({ left: label.x, top: label.y, right: label.x, bottom: label.y }, 2);
    if (!isFree(own)) return null;
    const box = sides
      .map((side) => besides(label, side, gap))
      .find((each) => isFree(around(each, clearance)));
    if (box === undefined) return null;
    take(box);
    take(own);
    return { x: box.left, y: (box.top + box.bottom) / 2 };
  });
}

function besides({ x, y, width, height }: Labelled, side: Side, gap: number): Box {
  const [left, top] = {
    right: [x + gap, y - height / 2],
    left: [x - gap - width, y - height / 2],
    above: [x - width / 2, y - gap - height],
    below: [x - width / 2, y + gap],
    'above-left': [x - width, y - gap - height],
    'above-right': [x, y - gap - height],
    'below-left': [x - width, y + gap],
    'below-right': [x, y + gap],
  }[side] as [number, number];
  return { left, top, right: left + width, bottom: top + height };
}

/** Whether two boxes have pixels in common. */
export function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function around({ left, top, right, bottom }: Box, by: number): Box {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

/** Whether a box can touch anything in the frame; those far outside would fill the table of cells. */
function isNear(box: Box, { width, height }: { width: number; height: number }): boolean {
  return overlap(box, { left: 0, top: 0, right: width, bottom: height });
}
