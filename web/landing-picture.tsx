import type { ReactNode } from 'react';
import { texts } from './texts.ts';

const { picture } = texts.landing;

/** Made-up temperatures, in the coordinates of the drawing: steady, then warm through an open door. */
const calm = '0,27 12,26 24,28 36,26 48,27 60,25';
const warm = '0,27 10,26 20,27 30,24 40,14 50,8 60,6';

/** A picture of the board with an alarm, drawn from made-up data in the colours of the theme. It is one image to readers. */
export function LandingPicture(): ReactNode {
  return (
    <figure className="picture" role="img" aria-label={picture.alternative}>
      <p className="picture-head">
        <b>{picture.head}</b>
        <span className="quiet">{picture.asOf}</span>
      </p>
      <ul>
        {picture.rows.map(({ state, mark, shipment, goods, says, where, value, actions }) => (
          <li key={shipment} className={`picture-row ${state}`}>
            <span className="picture-mark">{mark}</span>
            <span className="picture-what">
              <span>
                <b>{shipment}</b> {goods}
              </span>
              <span className="picture-says">{says}</span>
              <span className="quiet">{where}</span>
            </span>
            <span className="picture-value">
              <b>{value}</b>
              <svg viewBox="0 0 60 34" width="60" height="34">
                <line x1="0" x2="60" y1="16" y2="16" className="picture-limit" />
                <polyline points={state === 'alarm' ? warm : calm} className="picture-line" />
              </svg>
            </span>
            {actions.length > 0 && (
              <span className="picture-actions">
                {actions.map((action) => (
                  <span key={action}>{action}</span>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </figure>
  );
}
