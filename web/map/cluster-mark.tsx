import { type KeyboardEvent, type ReactNode, memo } from 'react';
import { shapes } from '../parts/mark.tsx';
import { texts } from '../texts.ts';
import { type Cluster, ringOf, sharesOf } from './clusters.ts';
import type { Box } from './labels.ts';
import type { Pixel } from './view.ts';

const [ring, halo] = [15, 13];
/** How far a mark reaches from its middle, in pixels. */
const reach = 19;

/** The box of a mark in which nothing else may be written. */
export function boxOfMark({ x, y }: Pixel): Box {
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

/** The mark of one shipment, its state; or of several, a ring of their states' shares with their number. */
export const ClusterMark = memo(function ClusterMark({
  cluster,
  x,
  y,
  isHere,
  onChoose,
}: {
  cluster: Cluster;
  x: number;
  y: number;
  isHere: boolean;
  onChoose: (cluster: Cluster) => void;
}): ReactNode {
  const { points } = cluster;
  const [first] = points as readonly [Cluster['points'][number]];
  const shares = sharesOf(cluster);
  const name =
    points.length === 1
      ? `${first.id}: ${texts.states[first.state]}`
      : texts.map.cluster(
          points.length,
          shares.map(({ state, count }) => texts.map.share(count, texts.states[state])).join(', '),
        );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onChoose(cluster);
  };
  return (
    <g
      className={isHere ? 'place here' : 'place'}
      transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
      role="button"
      aria-label={name}
      tabIndex={0}
      data-shipments={points.map(({ id }) => encodeURIComponent(id)).join(' ')}
      onClick={() => onChoose(cluster)}
      onKeyDown={onKeyDown}
    >
      <title>{name}</title>
      {/* As large as a thumb needs it. */}
      <circle className="grip" r={22} />
      <circle className="halo" r={points.length > 1 ? ring + 3 : halo} />
      {points.length === 1 ? (
        <g className={`mark stand-${first.state}`} transform="translate(-8 -8)">
          {shapes[first.state]}
        </g>
      ) : (
        <>
          {ringOf(shares, ring).map(({ state, d }) => (
            <path key={state} className={`share stand-${state}`} d={d} />
          ))}
          <text className={points.length > 999 ? 'number small' : 'number'}>{points.length}</text>
        </>
      )}
    </g>
  );
});
