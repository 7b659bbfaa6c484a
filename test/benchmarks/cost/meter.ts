import { createHash } from 'node:crypto';
import { Agent, type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http';
import { serveLocally } from '../../../local/loopback.ts';

/** What was used of the priced services. */
export type Used = {
  writeUnits: number;
  readUnits: number;
  /** Requests by operation, as "PutRecord". */
  requests: Record<string, number>;
  /** Bytes that the archive's stream bills: each record is rounded up to 5 kB. */
  streamedBytes: number;
  streamedRaw: Buffer[];
};

type Meter = {
  readonly endpoint: string;
  /** What was used since the last call. */
  read(): Used;
  stop(): Promise<void>;
};

const streamRecordBytes = 5 * 1024;
const agent = new Agent({ keepAlive: true });

/**
 * Runs in front of a database engine and in place of the other services. Passes table requests on and counts the
 * capacity the engine reports; accepts and counts archived records, notifications and objects.
 */
export async function startMeter(engine: string): Promise<Meter> {
  let used = nothingUsed();
  const server = await serveLocally((request, response) => {
    bodyOf(request)
      .then((body) => answer(request, body, response))
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return {
    endpoint: server.endpoint,
    read() {
      const now = used;
      used = nothingUsed();
      return now;
    },
    stop: () => server.stop(),
  };

  async function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = target.split('.').at(-1) ?? '';
    if (target.startsWith('DynamoDB')) return database(request, operation, body, response);
    if (target.startsWith('Firehose')) {
      counted('PutRecord');
      const data = Buffer.from(
        (JSON.parse(body.toString()) as { Record: { Data: string } }).Record.Data,
        'base64',
      );
      used.streamedBytes += Math.ceil(data.length / streamRecordBytes) * streamRecordBytes;
      used.streamedRaw.push(data);
      return json(response, { RecordId: '1' });
    }
    if (target.startsWith('AmazonSQS')) {
      counted(operation);
      if (operation === 'SendMessage') {
        const { MessageBody } = JSON.parse(body.toString()) as { MessageBody: string };
        // The client verifies it.
        const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
        return json(response, { MessageId: '1', MD5OfMessageBody });
      }
      return json(response, {
        Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' },
      });
    }
    if (request.method === 'PUT') {
      counted('PutObject');
      response.writeHead(200).end();
      return;
    }
    counted(new URLSearchParams(body.toString()).get('Action') ?? 'unknown');
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end('<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>');
  }

  function counted(operation: string): void {
    used.requests[operation] = (used.requests[operation] ?? 0) + 1;
  }

  async function database(
    request: IncomingMessage,
    operation: string,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    counted(operation);
    const asked = Buffer.from(
      JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'TOTAL' }),
    );
    const { status, answered } = await forward(engine, request, asked);
    const { ConsumedCapacity } = JSON.parse(answered) as { ConsumedCapacity?: Capacity | Capacity[] };
    const units = [ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
    if (/^(Get|BatchGet|Query|Scan)/.test(operation)) used.readUnits += units;
    // A failed condition is billed too, by the size of the existing item.
    else used.writeUnits += status === 400 ? 1 : units;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(answered);
  }
}

type Capacity = { CapacityUnits: number };

export function nothingUsed(): Used {
  return { writeUnits: 0, readUnits: 0, requests: {}, streamedBytes: 0, streamedRaw: [] };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function forward(
  engine: string,
  { headers }: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; answered: string }> {
  return new Promise((resolve, reject) => {
    const { 'x-amz-target': target, authorization, 'x-amz-date': date, 'content-type': type } = headers;
    const passed = httpRequest(
      engine,
      {
        method: 'POST',
        agent,
        headers: {
          'x-amz-target': String(target),
          authorization: String(authorization),
          'x-amz-date': String(date),
          'content-type': String(type),
          'content-length': body.length,
        },
      },
      (answer) => {
        bodyOf(answer).then(
          (answered) => resolve({ status: answer.statusCode!, answered: answered.toString() }),
          reject,
        );
      },
    );
    passed.on('error', reject);
    passed.end(body);
  });
}
