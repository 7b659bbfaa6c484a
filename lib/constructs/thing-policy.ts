import { Stack } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import { type Kind, topicOf } from '../../src/telemetry/topic.ts';

const thing = '${iot:Connection.Thing.ThingName}';

/**
 * The policy of a device: it may connect under its own name and publish below it, by topic or by Basic Ingest, and
 * nothing else.
 */
export class ThingPolicy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { rules, topicRoot }: { rules: ReadonlyMap<Kind, string>; topicRoot: string },
  ) {
    super(scope, id);
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string): string =>
      stack.formatArn({ service: 'iot', resource, resourceName });
    new CfnPolicy(this, 'Policy', {
      policyName: `${stack.stackName}-thing`,
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
