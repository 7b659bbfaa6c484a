import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { buildPage } from './build-page.ts';
import type { Settings } from './settings.ts';

export type PageProps = Pick<Settings, 'pageDomain'> & {
  readonly api: HttpApi;
};

/** Every path of the page is the same document; its files stand in a folder of their own. */
const onePage = `function handler(event) {
  var request = event.request;
  if (!request.uri.startsWith('/assets/')) request.uri = '/index.html';
  return request;
}`;

/** The page, at one address with the API: files from a bucket, `/api` from the gateway. */
export class Page extends Construct {
  /** Where people open it. */
  readonly address: string;

  constructor(scope: Construct, id: string, { pageDomain, api }: PageProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { region, urlSuffix } = Stack.of(this);
    const https = {
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Coldwatch',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(pageDomain !== null && {
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [pageDomain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', pageDomain.certificateArn),
      }),
      defaultBehavior: {
        ...https,
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        responseHeadersPolicy: this.#headers(),
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new Function(this, 'OnePage', {
              runtime: FunctionRuntime.JS_2_0,
              code: FunctionCode.fromInline(onePage),
            }),
          },
        ],
      },
      additionalBehaviors: {
        '/api/*': {
          ...https,
          origin: new HttpOrigin(`${api.apiId}.execute-api.${region}.${urlSuffix}`),
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
      },
    });
    this.address = `https://${pageDomain?.name ?? distribution.distributionDomainName}`;
    this.#deploy(bucket);
    this.#acknowledge(bucket, distribution, pageDomain !== null);
  }

  /** What browsers are told: scripts of ours alone, no frames, and whom the page may talk to. */
  #headers(): ResponseHeadersPolicy {
    const { region } = Stack.of(this);
    const policy = {
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      // The identity provider: its description and its tokens.
      'connect-src': `'self' https://cognito-idp.${region}.amazonaws.com https://*.auth.${region}.amazoncognito.com`,
      'media-src': "'self' blob:",
      'manifest-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    };
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: Object.entries(policy)
            .map(([name, value]) => `${name} ${value}`)
            .join('; '),
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [
          {
            header: 'Permissions-Policy',
            value: 'camera=(self), geolocation=(), microphone=(), payment=()',
            override: true,
          },
        ],
      },
    });
  }

  /** Files are named by their content and stay; the document that names them is asked for each time. */
  #deploy(bucket: Bucket): void {
    const files = { sources: [Source.asset(buildPage())], destinationBucket: bucket };
    const assets = new BucketDeployment(this, 'Assets', {
      ...files,
      exclude: ['*'],
      include: ['assets/*'],
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      // Who has the last release open still asks for its files.
      prune: false,
    });
    const document = new BucketDeployment(this, 'Document', {
      ...files,
      exclude: ['assets/*'],
      cacheControl: [CacheControl.noCache()],
      prune: false,
    });
    document.node.addDependency(assets);
    this.#acknowledgeDeployment(bucket);
  }

  /** What the CDK brings along to copy files into a bucket: it runs while the stack is deployed, and never else. */
  #acknowledgeDeployment(bucket: Bucket): void {
    const provider = Stack.of(this).node.children.find(({ node }) =>
      node.id.startsWith('Custom::CDKBucketDeployment'),
    )!;
    const reason =
      'The CDK’s own provider copies the page into its bucket while the stack is deployed; its rights and runtime are of the library.';
    const bucketArn = `<${Stack.of(this).resolve((bucket.node.defaultChild as CfnBucket).logicalId) as string}.Arn>`;
    for (const finding of [
      'L1',
      'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      ...['GetBucket*', 'GetObject*', 'List*', 'Abort*', 'DeleteObject*'].map(
        (action) => `IAM5[Action::s3:${action}]`,
      ),
      'IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]',
      `IAM5[Resource::${bucketArn}/*]`,
    ])
      Validations.of(provider).acknowledge({ id: `AwsSolutions::AwsSolutions-${finding}`, reason });
  }

  #acknowledge(bucket: Bucket, distribution: Distribution, hasOwnDomain: boolean): void {
    acknowledge(bucket, {
      S3BucketLoggingEnabled: 'It holds the page, which is public; only the distribution reads it.',
      S3BucketVersioningEnabled: 'The page is made anew from the sources.',
      S3DefaultEncryptionKMS: 'It holds the page, which is public.',
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'It holds the page, which is public; only the distribution reads it.',
    });
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions::AwsSolutions-CFR1',
      reason: 'Shipments travel anywhere; people open the page where they are.',
    });
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions::AwsSolutions-CFR2',
      reason:
        'Every request but that for the files needs a token, and the gateway throttles; a firewall is a setting of the account.',
    });
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions::AwsSolutions-CFR3',
      reason: 'The files are the same for everybody; the API logs each request.',
    });
    if (!hasOwnDomain)
      Validations.of(distribution).acknowledge({
        id: 'AwsSolutions::AwsSolutions-CFR4',
        reason:
          'The default certificate of CloudFront sets its own minimum; a domain of your own has TLS 1.2.',
      });
  }
}
