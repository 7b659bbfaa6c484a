import { type IoTClient, paginateListTopicRules } from '@aws-sdk/client-iot';
import { publishedKinds } from '../../telemetry/topic.ts';
import { ruleNameOf } from '../../../lib/constructs/telemetry-rule.ts';
import { type CheckResult, attend, missing, ok } from './check.ts';

/** Checks that each kind of telemetry has its topic rule in the account, and that the rule is enabled. */
export async function topicRules(
  client: IoTClient,
  { stackName, isDeployed }: { stackName: string; isDeployed: boolean },
): Promise<CheckResult> {
  if (!isDeployed) return attend(`${stackName} is not deployed yet, so there are no topic rules to check`);
  const there = new Map<string, boolean>();
  for await (const { rules = [] } of paginateListTopicRules({ client }, {}))
    for (const { ruleName = '', ruleDisabled = false } of rules) there.set(ruleName, ruleDisabled);
  const wanted = publishedKinds.map((kind) => ruleNameOf(stackName, kind));
  const gone = wanted.filter((name) => !there.has(name));
  const disabled = wanted.filter((name) => there.get(name) === true);
  const sentences = [
    ...(gone.length === 0
      ? []
      : [
          `missing: ${gone.join(', ')}; messages that devices publish to them are lost. Recreate each as in the template of the stack ("npx cdk diff" does not notice what was deleted by hand)`,
        ]),
    ...(disabled.length === 0
      ? []
      : [
          `disabled: ${disabled.join(', ')}; messages that devices publish to them are lost. Enable: ${disabled.map((name) => `aws iot enable-topic-rule --rule-name ${name}`).join('; ')}`,
        ]),
  ];
  return sentences.length === 0
    ? ok(`${wanted.join(', ')} exist and are enabled`)
    : missing(sentences.join('. '));
}
