import { createHash } from 'node:crypto';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
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

/** The answer to a request, and what it used. */
type Answered = {
  readonly operation: string;
  readonly status?: number;
  readonly type?: string;
  readonly text?: string;
  readonly readUnits?: number;
  readonly writeUnits?: number;
  /** The record that was put on the archive's stream. */
  readonly record?: Buffer;
};

/**
 * Runs in front of a database engine and in place of the other services. Passes table requests on and counts the
 * capacity the engine reports; accepts and counts archived records, notifications and objects.
 */
export async function startMeter(engine: string): Promise<Meter> {
  let used = nothingUsed();
  const count = ({ operation, readUnits = 0, writeUnits = 0, record }: Answered): void => {
    used.requests[operation] = (used.requests[operation] ?? 0) + 1;
    used.readUnits += readUnits;
    used.writeUnits += writeUnits;
    if (record === undefined) return;
    used.streamedBytes += Math.ceil(record.length / streamRecordBytes) * streamRecordBytes;
    used.streamedRaw.push(record);
  };
  const server = await serveLocally((request, response) => {
    const answer = async (): Promise<void> => {
      const answered = await answerTo(engine, request);
      count(answered);
      const { status = 200, type = 'application/x-amz-json-1.0', text } = answered;
      response.writeHead(status, { 'content-type': type }).end(text);
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
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
}

async function answerTo(engine: string, request: IncomingMessage): Promise<Answered> {
  const body = await bodyOf(request);
  const target = String(request.headers['x-amz-target'] ?? '');
  const operation = target.split('.').at(-1) ?? '';
  if (target.startsWith('DynamoDB')) return answerOfTables(engine, request, operation, body);
  if (target.startsWith('Firehose')) {
    const { Record } = JSON.parse(body.toString()) as { Record: { Data: string } };
    const record = Buffer.from(Record.Data, 'base64');
    return { operation: 'PutRecord', text: JSON.stringify({ RecordId: '1' }), record };
  }
  if (target.startsWith('AmazonSQS'))
    return { operation, text: JSON.stringify(answerOfQueue(operation, body)) };
  if (request.method === 'PUT') return { operation: 'PutObject' };
  return {
    operation: new URLSearchParams(body.toString()).get('Action') ?? 'unknown',
    type: 'text/xml',
    text: '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
  };
}

function answerOfQueue(operation: string, body: Buffer): object {
  if (operation !== 'SendMessage')
    return { Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' } };
  const { MessageBody } = JSON.parse(body.toString()) as { MessageBody: string };
  // The client verifies it.
  const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
  return { MessageId: '1', MD5OfMessageBody };
}

/** Passes a request on to the engine, with the question for the capacity that it consumes. */
async function answerOfTables(
  engine: string,
  request: IncomingMessage,
  operation: string,
  body: Buffer,
): Promise<Answered> {
  const asked = Buffer.from(
    JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'TOTAL' }),
  );
  const { status, answered: text } = await forward(engine, request, asked);
  const { ConsumedCapacity } = JSON.parse(text) as { ConsumedCapacity?: Capacity | Capacity[] };
  const units = [ConsumedCapacity ?? []].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
  return /^(Get|BatchGet|Query|Scan)/.test(operation)
    ? { operation, status, text, readUnits: units }
    : // A failed condition is billed too, by the size of the existing item.
      { operation, status, text, writeUnits: status === 400 ? 1 : units };
}

type Capacity = { CapacityUnits: number };

export function nothingUsed(): Used {
  return { writeUnits: 0, readUnits: 0, requests: {}, streamedBytes: 0, streamedRaw: [] };
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
