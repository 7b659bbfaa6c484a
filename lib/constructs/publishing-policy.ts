import { Stack } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import { type PublishedKind, topicOf } from '../../src/telemetry/topic.ts';

const thing = '${iot:Connection.Thing.ThingName}';

/**
 * A policy of things: they may connect under their own name and publish these kinds below it, by topic or by Basic
 * Ingest (the names of the rules), and nothing else.
 */
export class PublishingPolicy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      name,
      rules,
      topicRoot,
    }: { name: string; rules: ReadonlyMap<PublishedKind, string>; topicRoot: string },
  ) {
    super(scope, id);
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string): string =>
      stack.formatArn({ service: 'iot', resource, resourceName });
    new CfnPolicy(this, 'Policy', {
      policyName: `${stack.stackName}-${name}`,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'iot:Connect',
            Resource: arn('client', thing),
            Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
          },
          {
            Effect: 'Allow',
            Action: 'iot:Publish',
            Resource: [...rules].flatMap(([kind, rule]) => [
              arn('topic', topicOf(thing, kind, topicRoot)),
              arn('topic', `$aws/rules/${rule}/${topicOf(thing, kind, topicRoot)}`),
            ]),
          },
        ],
      },
    });
  }
}
