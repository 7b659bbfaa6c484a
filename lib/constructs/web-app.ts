import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { accountWideName } from '../account-wide-name.ts';
import { deployFiles, pageBucket } from './web-app-files.ts';
import { pageHeaders } from './web-app-headers.ts';
import type { DataProtection } from './data-protection.ts';
import type { Settings } from '../settings.ts';

type WebAppProps = Pick<Settings, 'pageDomain'> & {
  readonly api: HttpApi;
  readonly dataProtection: DataProtection;
};

/**
 * Errors that CloudFront would otherwise serve for ten seconds to every request for the same path, even though it
 * caches nothing else of the API:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const cachedErrors = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/** Serves the same document for every path of the page; its files are in a folder of their own. */
const onePage = `function handler(event) {
  var request = event.request;
  if (!request.uri.startsWith('/assets/')) request.uri = '/index.html';
  return request;
}`;

/** The page and the API at one address: files from a bucket, `/api` from the gateway. */
export class WebApp extends Construct {
  /** The URL at which people open the page. */
  readonly address: string;

  constructor(scope: Construct, id: string, { pageDomain, api, dataProtection }: WebAppProps) {
    super(scope, id);
    const bucket = pageBucket(this);
    const { region, urlSuffix } = Stack.of(this);
    const https = {
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Coldwatch',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      errorResponses: cachedErrors.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(pageDomain !== null && {
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [pageDomain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', pageDomain.certificateArn),
      }),
      defaultBehavior: {
        ...https,
        origin: S3BucketOrigin.withOriginAccessControl(bucket, {
          originAccessControl: new S3OriginAccessControl(this, 'FilesAccess', {
            originAccessControlName: accountWideName(this, 'files'),
          }),
        }),
        responseHeadersPolicy: pageHeaders(this),
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
    deployFiles(this, bucket, dataProtection);
    this.#acknowledge(distribution, pageDomain !== null);
  }

  #acknowledge(distribution: Distribution, hasOwnDomain: boolean): void {
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
