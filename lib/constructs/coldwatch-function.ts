import { join } from 'node:path';
import { type Duration, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LoggingFormat, Runtime, SystemLogLevel } from 'aws-cdk-lib/aws-lambda';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { bundleFunctions } from '../bundle-functions.ts';
import { goesBeforeEmptying } from './goes-before-emptying.ts';
import type { DataProtection } from './data-protection.ts';

type ColdwatchFunctionProps = {
  /** The display name, where several functions are built from one file. */
  readonly label?: string;
  /** Name of the file in `functions/`, without its extension. */
  readonly file: string;
  readonly timeout: Duration;
  readonly memoryMegabytes: number;
  /** Whether Lambda logs the beginning and end of every run; default: true. It always logs failures. */
  readonly logsEachRun?: boolean;
  readonly dataProtection: DataProtection;
};

/** A function of `functions/`. Its own role allows nothing until a permission is granted. */
export class ColdwatchFunction extends Construct {
  readonly function: Function;
  /** The display name; by default the name of its file in `functions/`. */
  readonly label: string;

  constructor(scope: Construct, id: string, props: ColdwatchFunctionProps) {
    super(scope, id);
    this.label = props.label ?? props.file;
    const logGroup = props.dataProtection.logGroup(this, 'Logs');
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.function = new Function(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(bundleFunctions(), props.file)),
      timeout: props.timeout,
      memorySize: props.memoryMegabytes,
      role,
      logGroup,
      ...(props.logsEachRun === false && {
        // The level can be set for this format only; our own lines are JSON already.
        loggingFormat: LoggingFormat.JSON,
        systemLogLevelV2: SystemLogLevel.WARN,
      }),
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: Stack.of(this).stackName,
      },
    });
  }

  /**
   * Sets the environment variable that locates a resource and grants these actions on it, so that neither exists
   * without the other.
   */
  use(environmentName: string, value: string, arns: string[], actions: string[]): void {
    this.function.addEnvironment(environmentName, value);
    this.allow(arns, actions);
  }

  /** Does the same for folders of a bucket in which the function names objects by their content. */
  useFolders(environmentName: string, bucket: Bucket, folders: readonly string[], actions: string[]): void {
    this.use(
      environmentName,
      bucket.bucketName,
      folders.map((folder) => bucket.arnForObjects(`${folder}*`)),
      actions,
    );
    if (actions.includes('s3:PutObject')) goesBeforeEmptying(this, bucket);
    const logicalId = Stack.of(this).resolve((bucket.node.defaultChild as CfnBucket).logicalId) as string;
    for (const folder of folders)
      this.acknowledge(
        `AwsSolutions::AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/${folder}*]`,
        'Objects are named by what they hold; the folder is the right.',
      );
  }

  /** Acknowledges a finding about this function's permissions, with its reason. */
  acknowledge(id: string, reason: string): void {
    Validations.of(this.function.role!).acknowledge({ id, reason });
  }

  allow(resources: string[], actions: string[]): void {
    this.function.addToRolePolicy(new PolicyStatement({ actions, resources }));
  }

  deny(resources: string[], actions: string[]): void {
    this.function.addToRolePolicy(new PolicyStatement({ effect: Effect.DENY, actions, resources }));
  }
}
