import { StartupError } from './startup-error.ts';
import { namesNotTaken } from './name-faults.ts';
import { policiesTooLarge } from './policy-sizes.ts';
import { checkTypes } from './resource-types.ts';
import type { Template } from './template.ts';

/** Refuses a template of which a part is unknown here, and one that AWS would not take: by its names, by its policies. */
export function checkTemplate(template: Template): void {
  checkTypes(template);
  const parts = Object.fromEntries(
    template.resources.map(({ logicalId, type, raw }) => [logicalId, { type, properties: raw }]),
  );
  const deployable = { stackName: template.stackName, parts };
  const [fault] = [...namesNotTaken(deployable), ...policiesTooLarge(deployable)];
  if (fault !== undefined) throw new StartupError(`AWS would refuse this stack: ${fault}`);
}
