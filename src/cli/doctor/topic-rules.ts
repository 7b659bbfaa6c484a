import { type IoTClient, paginateListTopicRules } from '@aws-sdk/client-iot';
import { kinds } from '../../telemetry/topic.ts';
import { ruleNameOf } from '../../../lib/constructs/telemetry-rule.ts';
import { type CheckResult, attend, missing, ok } from './check.ts';

/** Checks that each kind of telemetry has its topic rule in the account, and that the rule is enabled. */
export async function topicRules(
  client: IoTClient,
  { stackName, isDeployed }: { stackName: string; isDeployed: boolean },
): Promise<CheckResult> {
  if (!isDeployed) return attend(`${stackName} is not deployed yet; its topic rules come with it`);
  const there = new Map<string, boolean>();
  for await (const { rules = [] } of paginateListTopicRules({ client }, {}))
    for (const { ruleName = '', ruleDisabled = false } of rules) there.set(ruleName, ruleDisabled);
  const wanted = kinds.map((kind) => ruleNameOf(stackName, kind));
  const gone = wanted.filter((name) => !there.has(name));
  const disabled = wanted.filter((name) => there.get(name) === true);
  const sentences = [
    ...(gone.length === 0
      ? []
      : [
          `not there: ${gone.join(', ')}; what devices publish to them is lost. Make each again as the template of the stack has it ("npx cdk diff" does not see what was deleted by hand)`,
        ]),
    ...(disabled.length === 0
      ? []
      : [
          `disabled: ${disabled.join(', ')}; what devices publish to them is lost. ${disabled.map((name) => `aws iot enable-topic-rule --rule-name ${name}`).join('; ')}`,
        ]),
  ];
  return sentences.length === 0
    ? ok(`${wanted.join(', ')} are there and enabled`)
    : missing(sentences.join('. '));
}
