import type { ActiveRule } from './rules-engine.ts';
import type { LocalQueues } from './queues.ts';
import { NotLocal, type Properties, type Template, type Value } from './template.ts';
import { readTopicRule } from './topic-rule.ts';

/** Returns the template's policies for things, by name. */
export function policiesOf(template: Template): Map<string, Value> {
  return new Map(
    template.ofType('AWS::IoT::Policy').map((resource) => {
      const { PolicyName, PolicyDocument } = template.properties(resource);
      template.place(resource, String(PolicyName));
      return [String(PolicyName), PolicyDocument!];
    }),
  );
}

/** Returns the topic rules of the template, each with the queues that it feeds. */
export function rulesOf(template: Template, queues: LocalQueues): ActiveRule[] {
  return template.ofType('AWS::IoT::TopicRule').map((resource) => {
    const name = String(resource.raw['RuleName']);
    const payload = resource.raw['TopicRulePayload'] as Properties;
    const queueOf = (action: Value): string => {
      const queueUrl = ((action as Properties)['Sqs'] as Properties | undefined)?.['QueueUrl'];
      if (queueUrl === undefined) throw new NotLocal(`rule ${name}: the local run knows actions to SQS only`);
      return String(template.properties({ ...resource, raw: { queueUrl } })['queueUrl']);
    };
    const targets = (payload['Actions'] as Value[]).map(queueOf);
    const errors = queueOf(payload['ErrorAction']!);
    return {
      ...readTopicRule(name, String(payload['Sql'])),
      act: (body) => targets.forEach((target) => queues.send(target, body)),
      onError: (body) => queues.send(errors, body),
    };
  });
}
