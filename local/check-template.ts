import { StartupError } from './startup-error.ts';
import { namesNotTaken } from './name-faults.ts';
import { policiesTooLarge } from './policy-sizes.ts';
import { checkTypes } from './resource-types.ts';
import type { Template } from './template.ts';

/**
 * Refuses a template that the local run cannot run, or that AWS would not accept because of its names or policies.
 *
 * @throws {NotLocal} When a resource type is unknown here.
 * @throws {StartupError} When AWS would refuse the stack.
 */
export function checkTemplate(template: Template): void {
  checkTypes(template);
  const parts = Object.fromEntries(
    template.resources.map(({ logicalId, type, raw }) => [logicalId, { type, properties: raw }]),
  );
  const deployable = { stackName: template.stackName, parts };
  const [fault] = [...namesNotTaken(deployable), ...policiesTooLarge(deployable)];
  if (fault !== undefined) throw new StartupError(`AWS would refuse this stack: ${fault}`);
}
