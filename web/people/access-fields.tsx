import { type ReactNode, useId } from 'react';
import { type PersonRole, personRoles } from '../../src/model/enumerations.ts';
import { accessProblem } from '../../src/model/person-fields.ts';
import { peopleTexts as word } from '../texts/people.ts';

/** The roles and sites that are chosen for somebody. */
export type ChosenAccess = { readonly roles: readonly PersonRole[]; readonly sites: readonly string[] };

/** What is missing of roles and sites; null where nothing is. */
export function lackingAccess(chosen: ChosenAccess): string | null {
  if (chosen.roles.length === 0) return word.lacks.role;
  return accessProblem(chosen) === null ? null : word.lacks.site;
}

/** Chooses the roles of somebody, each with what it may do, and the sites. */
export function AccessFields({
  chosen,
  sites,
  onChange,
}: {
  chosen: ChosenAccess;
  /** The sites of the stage. */
  sites: readonly string[];
  onChange: (chosen: ChosenAccess) => void;
}): ReactNode {
  const hint = useId();
  return (
    <>
      <fieldset className="choice role-boxes">
        <legend>{word.rolesLegend}</legend>
        {personRoles.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={chosen.roles.includes(role)}
              onChange={({ target }) =>
                onChange({ ...chosen, roles: switched(personRoles, chosen.roles, role, target.checked) })
              }
            />
            <b>{word.roles[role][0]}</b>
            <span className="quiet">{word.roles[role][1]}</span>
          </label>
        ))}
      </fieldset>
      <fieldset className="choice" aria-describedby={hint}>
        <legend>{word.sitesLegend}</legend>
        <p id={hint} className="quiet">
          {word.sitesHint}
        </p>
        <div className="site-boxes">
          {sites.map((site) => (
            <label key={site}>
              <input
                type="checkbox"
                checked={chosen.sites.includes(site)}
                onChange={({ target }) =>
                  onChange({ ...chosen, sites: switched(sites, chosen.sites, site, target.checked) })
                }
              />
              <span>{site}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}

/** What is chosen after one of several was switched, in their order. */
function switched<Each>(all: readonly Each[], chosen: readonly Each[], one: Each, isOn: boolean): Each[] {
  return all.filter((each) => (each === one ? isOn : chosen.includes(each)));
}
