import { type ReactNode, useId } from 'react';
import { alertTexts as word } from '../texts/alerts.ts';

/** All sites of the person (null), or some of them. */
export function SitesField({
  chosen,
  offered,
  onChange,
  problem,
}: {
  chosen: readonly string[] | null;
  offered: readonly string[];
  onChange: (chosen: readonly string[] | null) => void;
  problem: string | null;
}): ReactNode {
  const said = useId();
  const all = [...new Set([...offered, ...(chosen ?? [])])];
  return (
    <fieldset className="choice" aria-describedby={problem === null ? undefined : said}>
      <legend>{word.sites}</legend>
      <label>
        <input type="radio" name="sites" checked={chosen === null} onChange={() => onChange(null)} />
        {word.allSites}
      </label>
      <label>
        <input type="radio" name="sites" checked={chosen !== null} onChange={() => onChange([])} />
        {word.someSites}
      </label>
      {chosen !== null &&
        all.map((site) => (
          <label key={site} className="site">
            <input
              type="checkbox"
              checked={chosen.includes(site)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, site] : chosen.filter((each) => each !== site))
              }
            />
            {site}
          </label>
        ))}
      {problem !== null && (
        <p id={said} role="alert" className="problem">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
