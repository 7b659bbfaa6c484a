import { Duration, Stack } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { accountWideName } from '../account-wide-name.ts';
import { signInPrefix } from './sign-in-prefix.ts';
import { uploadsOrigin } from './uploads-bucket.ts';

/**
 * The security headers of the page: scripts from its own origin only, no frames, and a list of hosts it may connect to.
 */
export function pageHeaders(scope: Construct): ResponseHeadersPolicy {
  const { region, urlSuffix } = Stack.of(scope);
  const prefix = signInPrefix(scope);
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    // The identity provider's metadata and token endpoints. The last host is its name in AWS GovCloud:
    // https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
    'connect-src': [
      "'self'",
      `https://cognito-idp.${region}.${urlSuffix}`,
      `https://${prefix}.auth.${region}.amazoncognito.com`,
      `https://${prefix}.auth-fips.${region}.amazoncognito.com`,
      // Files of loggers go to their bucket by a link.
      uploadsOrigin(scope),
    ].join(' '),
    'media-src': "'self' blob:",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  };
  return new ResponseHeadersPolicy(scope, 'Headers', {
    responseHeadersPolicyName: accountWideName(scope, 'page'),
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
