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
import type { ColdwatchFunction } from './coldwatch-function.ts';
import { commandLineCallback } from '../../src/model/command-line-callback.ts';
import type { Settings } from '../settings.ts';
import { signInPrefix } from './sign-in-prefix.ts';
import { personRoles } from '../../src/model/enumerations.ts';

type UserPoolProps = Pick<Settings, 'sites' | 'retention'> & {
  /** The address of the page, to which people return after signing in. */
  readonly page: string;
};

/** The identity provider: a user pool with managed login, one client for the API and one that is only used to sign. */
export class UserPoolWithClients extends Construct {
  readonly userPool: UserPool;
  /** The client of the page and the command line. */
  readonly client: UserPoolClient;
  /** The client for step-ups only: its ID tokens are signatures, and expire as soon as Cognito allows. */
  readonly signingClient: UserPoolClient;
  readonly scope: string;
  readonly #sites: readonly string[];

  constructor(scope: Construct, id: string, { page, sites, retention }: UserPoolProps) {
    super(scope, id);
    this.#sites = sites;
    this.userPool = new UserPool(this, 'UserPool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false,
      userInvitation: {
        emailSubject: 'You are invited to Coldwatch',
        // Cognito replaces both: the user name, and the temporary password.
        emailBody: `<p>You are invited to Coldwatch, which monitors shipments of medicines.</p><p>Sign in at <a href="${page}/">${page}</a> within three days:</p><p>Name: <b>{username}</b><br>Temporary password: <b>{####}</b></p><p>You choose a password of your own when you sign in.</p>`,
      },
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
      // The shortest lifetime that Cognito allows for an ID token.
      tokens: Duration.minutes(5),
      refresh: Duration.hours(1),
      isForCommands: false,
    });
  }

  /** Configures for a function the clients whose tokens it accepts. */
  grantRecognising(recogniser: ColdwatchFunction): void {
    for (const [name, value] of [
      ['TOKEN_ISSUER', this.userPool.userPoolProviderUrl],
      ['CLIENT_ID', this.client.userPoolClientId],
      ['SIGNING_CLIENT_ID', this.signingClient.userPoolClientId],
      ['API_SCOPE', this.scope],
    ] as const)
      recogniser.function.addEnvironment(name, value);
  }

  /** Grants listing, inviting, changing and removing people; not setting passwords, and not deleting anybody. */
  grantManaging(manager: ColdwatchFunction): void {
    manager.use(
      'USER_POOL_ID',
      this.userPool.userPoolId,
      [this.userPool.userPoolArn],
      [
        'AdminAddUserToGroup',
        'AdminCreateUser',
        'AdminDisableUser',
        'AdminEnableUser',
        'AdminGetUser',
        'AdminListGroupsForUser',
        'AdminRemoveUserFromGroup',
        'AdminUpdateUserAttributes',
        'AdminUserGlobalSignOut',
        'ListUsers',
      ].map((action) => `cognito-idp:${action}`),
    );
    manager.function.addEnvironment('SITES', JSON.stringify(this.#sites));
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
      /**
       * Whether commands may also receive the redirect, on a local port, where any program on the machine could listen.
       */
      isForCommands: boolean;
    },
  ): UserPoolClient {
    const callbackUrls = [`${page}/`, ...(isForCommands ? [commandLineCallback] : [])];
    const client = this.userPool.addClient(id, {
      generateSecret: false,
      oAuth: { flows: { authorizationCodeGrant: true }, scopes, callbackUrls, logoutUrls: [`${page}/`] },
      // Without a list clients could write every standard attribute, including the printed name on a signature.
      writeAttributes: new ClientAttributes().withStandardAttributes({ timezone: true }),
      accessTokenValidity: tokens,
      idTokenValidity: tokens,
      refreshTokenValidity: refresh,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
    });
    client.node.addDependency(server);
    // Without its own branding a client's sign-in page is unavailable.
    new CfnManagedLoginBranding(this, `${id}Branding`, {
      userPoolId: this.userPool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    return client;
  }
}
