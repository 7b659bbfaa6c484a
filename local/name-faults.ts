import { type TemplateParts, deployedForm, propertyAt } from './deployed-form.ts';
import { serviceNames } from './service-names.ts';

/**
 * Returns the template's names that AWS would refuse, one sentence each. References are resolved to their longest form.
 */
export function namesNotTaken(template: TemplateParts): string[] {
  return Object.entries(template.parts).flatMap(([logicalId, { type, properties }]) =>
    (serviceNames[type] ?? []).flatMap(({ property, pattern, atMost, source }) => {
      const given = propertyAt(properties, property);
      if (given === undefined) return [];
      const name = String(deployedForm(template, given));
      return pattern.test(name) && name.length <= atMost
        ? []
        : [`${logicalId} is called ${name}, which AWS does not take as ${property.at(-1)}: ${source}`];
    }),
  );
}
