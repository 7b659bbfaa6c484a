import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSecurityProfile } from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import type { Alerts } from './alerts.ts';

/** Five minutes, the shortest window that Device Defender evaluates. */
const windowSeconds = 300;
/** Twice one reading per second; a device that stores and forwards sends fewer, larger messages. */
const messagesInWindow = 600;
/** IoT Core's own limit is 128 KiB; a device that regularly comes close to it is not sending readings. */
const messageBytes = 120_000;
/**
 * A device that uses its own topics is never refused; a few retries while its policy is being attached are harmless.
 */
const refusalsInWindow = 5;
/** Reconnecting once a minute suggests a bad radio link; more often suggests two devices with one key, or an attack. */
const connectionsInWindow = 30;

/** Behaviour that no genuine device shows; a violation notifies operations. */
export class DeviceDefence extends Construct {
  constructor(scope: Construct, id: string, { alerts }: { alerts: Alerts }) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    const publisher = new Role(this, 'Role', { assumedBy: new ServicePrincipal('iot.amazonaws.com') });
    publisher.addToPolicy(
      new PolicyStatement({ actions: ['sns:Publish'], resources: [alerts.operations.topicArn] }),
    );
    const profile = new CfnSecurityProfile(this, 'Profile', {
      securityProfileName: stackName,
      securityProfileDescription: 'What no sensor of a shipment does',
      alertTargets: {
        SNS: { alertTargetArn: alerts.operations.topicArn, roleArn: publisher.roleArn },
      },
      behaviors: [
        counted('too-many-messages', 'aws:num-messages-sent', messagesInWindow),
        counted('not-authorised', 'aws:num-authorization-failures', refusalsInWindow),
        counted('connects-too-often', 'aws:num-connection-attempts', connectionsInWindow),
        {
          name: 'too-large-messages',
          metric: 'aws:message-byte-size',
          criteria: {
            comparisonOperator: 'less-than-equals',
            value: { count: String(messageBytes) },
            consecutiveDatapointsToAlarm: 1,
            consecutiveDatapointsToClear: 1,
          },
        },
      ],
      targetArns: [
        Stack.of(this).formatArn({ service: 'iot', resource: 'all', resourceName: 'registered-things' }),
      ],
    });
    profile.node.addDependency(publisher);
  }
}

function counted(name: string, metric: string, atMost: number): CfnSecurityProfile.BehaviorProperty {
  return {
    name,
    metric,
    criteria: {
      comparisonOperator: 'less-than-equals',
      value: { count: String(atMost) },
      durationSeconds: windowSeconds,
      consecutiveDatapointsToAlarm: 1,
      consecutiveDatapointsToClear: 1,
    },
  };
}
