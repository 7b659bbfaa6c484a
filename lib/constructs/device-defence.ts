import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSecurityProfile } from 'aws-cdk-lib/aws-iot';
import { Construct } from 'constructs';
import type { Alerts } from './alerts.ts';

/** Five minutes, the shortest that Device Defender judges by. */
const windowSeconds = 300;
/** A reading a second, twice over: a device that stores and forwards sends fewer, larger messages. */
const messagesInWindow = 600;
/** IoT Core's own limit is 128 KiB: who comes near it every time does not send readings. */
const messageBytes = 120_000;
/** A device that knows its topics is never refused; some retries while its policy is attached are nothing. */
const refusalsInWindow = 5;
/** Reconnecting once a minute is a bad radio; more often is two devices with one key, or an attack. */
const connectionsInWindow = 30;

/** What no honest device does; where one does, operations hear of it. */
export class DeviceDefence extends Construct {
  constructor(scope: Construct, id: string, { alerts }: { alerts: Alerts }) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    const teller = new Role(this, 'Role', { assumedBy: new ServicePrincipal('iot.amazonaws.com') });
    teller.addToPolicy(
      new PolicyStatement({ actions: ['sns:Publish'], resources: [alerts.operations.topicArn] }),
    );
    const profile = new CfnSecurityProfile(this, 'Profile', {
      securityProfileName: stackName,
      securityProfileDescription: 'What no sensor of a shipment does',
      alertTargets: {
        SNS: { alertTargetArn: alerts.operations.topicArn, roleArn: teller.roleArn },
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
    profile.node.addDependency(teller);
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
