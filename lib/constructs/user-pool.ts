import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  CfnManagedLoginBranding,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { personRoles } from '../../src/shipments/permissions.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import { commandLineCallback } from '../../src/model/command-line-callback.ts';
import type { Settings } from '../settings.ts';
import { signInPrefix } from './sign-in-prefix.ts';

export type UserPoolProps = Pick<Settings, 'sites' | 'retention'> & {
  /** Where the page is: people are sent back there when they signed in. */
  readonly page: string;
};

/** Who people are: a user pool with managed login, one client for the API and one that only signs. */
export class UserPoolWithClients extends Construct {
  readonly userPool: UserPool;
  /** For the page and the command line. */
  readonly client: UserPoolClient;
  /** For step-ups alone: its ID tokens are signatures, and live as short as can be. */
  readonly signingClient: UserPoolClient;
  readonly scope: string;

  constructor(scope: Construct, id: string, { page, sites, retention }: UserPoolProps) {
    super(scope, id);
    this.userPool = new UserPool(this, 'UserPool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: retention.records === 'stay',
      removalPolicy: retention.records === 'stay' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const check of ['COG3', 'COG8'])
      Validations.of(this.userPool).acknowledge({
        id: `AwsSolutions::AwsSolutions-${check}`,
        reason:
          'Threat protection belongs to the Plus plan, which is paid per person; a second factor is required of everybody.',
      });
    for (const group of [...personRoles, ...sites.map((site) => `site:${site}`)])
      new CfnUserPoolGroup(this, `Group-${group}`, {
        userPoolId: this.userPool.userPoolId,
        groupName: group,
      });
    this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: signInPrefix(this) },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    const use = new ResourceServerScope({ scopeName: 'api', scopeDescription: 'Use Coldwatch' });
    const server = this.userPool.addResourceServer('Api', { identifier: 'coldwatch', scopes: [use] });
    this.scope = 'coldwatch/api';
    this.client = this.#addClient('Client', {
      scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.resourceServer(server, use)],
      page,
      server,
      tokens: Duration.minutes(60),
      isForCommands: true,
      refresh: Duration.hours(12),
    });
    this.signingClient = this.#addClient('SigningClient', {
      scopes: [OAuthScope.OPENID, OAuthScope.PROFILE],
      page,
      server,
      // As short as Cognito lets an ID token live.
      tokens: Duration.minutes(5),
      refresh: Duration.hours(1),
      isForCommands: false,
    });
  }

  /** Tells a function whose tokens to take. */
  grantRecognising(recogniser: ColdwatchFunction): void {
    for (const [name, value] of [
      ['TOKEN_ISSUER', this.userPool.userPoolProviderUrl],
      ['CLIENT_ID', this.client.userPoolClientId],
      ['SIGNING_CLIENT_ID', this.signingClient.userPoolClientId],
      ['API_SCOPE', this.scope],
    ] as const)
      recogniser.function.addEnvironment(name, value);
  }

  #addClient(
    id: string,
    {
      scopes,
      page,
      server,
      tokens,
      refresh,
      isForCommands,
    }: {
      scopes: OAuthScope[];
      page: string;
      server: UserPoolResourceServer;
      tokens: Duration;
      refresh: Duration;
      /** Whether commands may be answered too, on a port of the machine: every program there can listen on it. */
      isForCommands: boolean;
    },
  ): UserPoolClient {
    const callbackUrls = [`${page}/`, ...(isForCommands ? [commandLineCallback] : [])];
    const client = this.userPool.addClient(id, {
      generateSecret: false,
      oAuth: { flows: { authorizationCodeGrant: true }, scopes, callbackUrls, logoutUrls: [`${page}/`] },
      // Without a list everything standard could be written, the printed name of a signature among it.
      writeAttributes: new ClientAttributes().withStandardAttributes({ timezone: true }),
      accessTokenValidity: tokens,
      idTokenValidity: tokens,
      refreshTokenValidity: refresh,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
    });
    client.node.addDependency(server);
    // Without a branding of its own a client's sign-in page stays unavailable.
    new CfnManagedLoginBranding(this, `${id}Branding`, {
      userPoolId: this.userPool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    return client;
  }
}
