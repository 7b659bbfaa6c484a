// Records the requests that a function makes to services, with IAM's names for them: one line of JSON each, `{
// "action", "resource" }`.
import { appendFileSync } from 'node:fs';
import { ClientRequest } from 'node:http';

// eslint-disable-next-line typescript/unbound-method -- each is called with the request that it was asked of
const { end, write } = ClientRequest.prototype;

/** Records every request that this thread sends from now on in a file. */
export function noteRequests(file) {
  const bodies = new WeakMap();
  const take = (request, chunk) => {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
    bodies.set(request, (bodies.get(request) ?? '') + Buffer.from(chunk).toString('latin1'));
  };
  ClientRequest.prototype.write = function (chunk, ...more) {
    take(this, chunk);
    return write.call(this, chunk, ...more);
  };
  ClientRequest.prototype.end = function (chunk, ...more) {
    take(this, chunk);
    const note = (each) => appendFileSync(file, `${JSON.stringify(each)}\n`);
    const requests = requestsOf(this, bodies.get(this) ?? '');
    requests.forEach(note);
    const [{ action, resource } = {}] = requests;
    // Who may not list a bucket is told 403, not 404, of an object that is not there:
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    if (action === 's3:GetObject')
      this.prependOnceListener('response', ({ statusCode }) => {
        if (statusCode === 404) note({ action: 's3:ListBucket', resource: resource.split('/')[0] });
      });
    return end.call(this, chunk, ...more);
  };
}

/** Returns the actions of a signed request; nothing for unsigned requests, such as those to the identity provider. */
function requestsOf(request, body) {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(
    String(request.getHeader('authorization')),
  )?.[1];
  if (service === undefined) return [];
  const path = decodeURIComponent(request.path.split('?')[0]);
  if (service === 's3') {
    const [, bucket, folder] = path.split('/');
    if (folder === undefined || folder === '') return [{ action: 's3:ListBucket', resource: bucket }];
    return [
      {
        action: request.method === 'PUT' ? 's3:PutObject' : 's3:GetObject',
        resource: `${bucket}/${folder}/*`,
      },
    ];
  }
  if (service === 'sns') {
    const form = new URLSearchParams(body);
    return [{ action: `sns:${form.get('Action')}`, resource: form.get('TopicArn') ?? '*' }];
  }
  // IoT Core says what is asked by method and path.
  if (service === 'iot') return [registryCallOf(request.method, path)];
  const operation = String(request.getHeader('x-amz-target') ?? '')
    .split('.')
    .at(-1);
  if (operation === '') return [{ action: 'iot:Publish', resource: path.replace(/^\/topics\//, 'topic/') }];
  const asked = JSON.parse(body);
  const action = `${service}:${operation}`;
  if (asked.RequestItems !== undefined)
    return Object.keys(asked.RequestItems).map((resource) => ({ action, resource }));
  // A transaction needs the right of each of its operations:
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
  if (asked.TransactItems !== undefined)
    return asked.TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, { TableName }]) => ({
        action: `${service}:${kind}Item`,
        resource: TableName,
      })),
    );
  const name = asked.TableName ?? asked.QueueUrl ?? asked.DeliveryStreamName ?? asked.UserPoolId;
  return [{ action, resource: asked.IndexName === undefined ? name : `${name}/index/${asked.IndexName}` }];
}

/** Returns what a request asks the registry of IoT Core. */
function registryCallOf(method, path) {
  const [, kind, name, more] = path.split('/');
  // IAM has no resource type for it.
  if (`${method} ${kind}` === 'GET things' && name === undefined)
    return { action: 'iot:ListThings', resource: '*' };
  const action = {
    'GET things': more === 'principals' ? 'ListThingPrincipals' : 'DescribeThing',
    'GET certificates': 'DescribeCertificate',
  }[`${method} ${kind}`];
  const resource = kind === 'certificates' ? 'cert/*' : 'thing/*';
  return { action: `iot:${action ?? `${method} ${path}`}`, resource };
}
