import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { Concurrency } from './concurrency.ts';
import { delaysShortened } from './delays-shortened.ts';
import { PayloadTooLarge, isHandedOver } from './function-payload.ts';
import { serviceLimits } from './service-limits.ts';
import { NotLocal, type Properties, type Template, account, region } from './template.ts';
import type { RunCredentials } from './signed-request.ts';
import { say } from './say.ts';
import type { LocalFunction } from './local-function.ts';
type Idle = { readonly worker: Worker };

/** Places the functions of the template and starts each with `warm` workers. */
export async function startFunctions(
  template: Template,
  {
    credentials,
    environment,
    logFolder,
    warm,
    secondsAtMost,
    notesRequests,
  }: {
    /** The credentials with which every function signs its requests. */
    credentials: RunCredentials;
    /** Environment variables that replace those of the template in every function. */
    environment: Readonly<Record<string, string>>;
    logFolder: string;
    warm: number;
    /** Environment variables that are message delays in seconds, and their upper bounds in the local run. */
    secondsAtMost: Readonly<Record<string, number>>;
    notesRequests: boolean;
  },
): Promise<Map<string, LocalFunction>> {
  mkdirSync(logFolder, { recursive: true });
  const functions = new Map<string, LocalFunction>();
  const hosts: FunctionHost[] = [];
  const concurrency = new Concurrency(serviceLimits.functionsAtOnce.limit);
  const providers = providersOf(template);
  for (const resource of template.ofType('AWS::Lambda::Function')) {
    if (providers.has(resource.logicalId)) continue;
    const name = `${template.stackName}-${resource.logicalId}`;
    const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
    template.place(resource, name, { Arn: arn });
    // Role and log group have no local counterpart; the remaining properties are resolved one by one.
    const { Code, Environment, Handler, Timeout } = resource.raw as Properties & { Environment?: Properties };
    if (Handler !== 'index.handler')
      throw new NotLocal(`${name}: the local run knows index.handler, not ${String(Handler)}`);
    const bundle = join(template.assetFolder(String((Code as Properties)['S3Key'])), 'index.mjs');
    const { variables } = template.properties({
      ...resource,
      raw: { variables: Environment?.['Variables'] ?? {} },
    });
    const host = new FunctionHost(
      name,
      arn,
      bundle,
      Number(Timeout) * 1000,
      {
        ...delaysShortened(variables as Record<string, string>, secondsAtMost),
        ...environment,
        // These credentials are valid nowhere else, so nothing that runs here can reach a real account.
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_REGION: region,
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_LAMBDA_FUNCTION_NAME: name,
        POWERTOOLS_DEV: 'false',
      },
      join(logFolder, `${resource.logicalId}.log`),
      notesRequests ? join(logFolder, `${resource.logicalId}.requests.ndjson`) : null,
    );
    const limited = concurrency.limit(host);
    functions.set(name, limited);
    functions.set(arn, limited);
    hosts.push(host);
  }
  await Promise.all(hosts.map((host) => host.warm(warm)));
  return functions;
}

/** Returns the functions that only create custom resources during a deployment. */
function providersOf(template: Template): ReadonlySet<string> {
  return new Set(
    template.resources.flatMap(({ type, raw }) => {
      const { 'Fn::GetAtt': token } = (raw['ServiceToken'] ?? {}) as { 'Fn::GetAtt'?: [string, string] };
      return type.startsWith('Custom::') && token !== undefined ? [token[0]] : [];
    }),
  );
}

class FunctionHost implements LocalFunction {
  readonly name: string;
  readonly arn: string;
  readonly #bundle: string;
  readonly timeoutMs: number;
  readonly #environment: Record<string, string>;
  readonly #log: ReturnType<typeof createWriteStream>;
  readonly #requestsFile: string | null;
  readonly #idle: Idle[] = [];
  readonly #workers = new Set<Worker>();

  constructor(
    name: string,
    arn: string,
    bundle: string,
    timeoutMs: number,
    environment: Record<string, string>,
    log: string,
    requestsFile: string | null,
  ) {
    this.#requestsFile = requestsFile;
    this.name = name;
    this.arn = arn;
    this.#bundle = pathToFileURL(bundle).href;
    this.timeoutMs = timeoutMs;
    this.#environment = environment;
    this.#log = createWriteStream(log, { flags: 'a' });
    // A full disk only loses lines of the log.
    let isSaid = false;
    this.#log.on('error', (error) => {
      if (!isSaid) say(`the log of ${name} cannot be written: ${error.message}`);
      isSaid = true;
    });
    // Every worker writes here, and there are as many workers as concurrent requests.
    this.#log.setMaxListeners(0);
  }

  async warm(workers: number): Promise<void> {
    this.#idle.push(...(await Promise.all(Array.from({ length: workers }, () => this.#start()))));
  }

  async invoke(event: unknown): Promise<unknown> {
    if (!isHandedOver(event)) throw new PayloadTooLarge(`${this.name} is given more than Lambda hands over`);
    const { worker } = this.#idle.pop() ?? (await this.#start());
    const context = {
      functionName: this.name,
      functionVersion: '$LATEST',
      invokedFunctionArn: this.arn,
      memoryLimitInMB: '512',
      awsRequestId: randomUUID(),
      timeoutMs: this.timeoutMs,
    };
    let timer: NodeJS.Timeout | undefined;
    try {
      const answer = await new Promise<{ result?: unknown; error?: string }>((resolve, reject) => {
        const died = (code: number): void => reject(new Error(`${this.name} died (${code})`));
        worker.once('exit', died);
        worker.once('message', (message: { result?: unknown; error?: string }) => {
          worker.off('exit', died);
          resolve(message);
        });
        timer = setTimeout(
          () => reject(new Error(`${this.name} took longer than ${this.timeoutMs / 1000} s`)),
          this.timeoutMs,
        );
        worker.postMessage({ event, context });
      });
      this.#idle.push({ worker });
      if (answer.error !== undefined) throw new Error(`${this.name}: ${answer.error}`);
      if (!isHandedOver(answer.result)) throw new Error(`${this.name} answers more than Lambda hands over`);
      return answer.result;
    } catch (error) {
      if (!this.#idle.some((idle) => idle.worker === worker)) await worker.terminate();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
    this.#log.end();
  }

  async #start(): Promise<Idle> {
    const worker = new Worker(new URL('./function-worker.mjs', import.meta.url), {
      workerData: { bundle: this.#bundle, requestsFile: this.#requestsFile },
      env: this.#environment,
      execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning'],
      stdout: true,
      stderr: true,
    });
    this.#workers.add(worker);
    worker.stdout.pipe(this.#log, { end: false });
    worker.stderr.pipe(this.#log, { end: false });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', (cause) =>
        reject(new Error(`${this.name} does not start: ${cause.message}`, { cause })),
      );
    });
    // An error after the start ends the worker; its exit then fails the current invocation.
    worker.on('error', (error) => this.#log.write(`${String(error)}\n`));
    worker.once('exit', () => {
      this.#workers.delete(worker);
      const index = this.#idle.findIndex((idle) => idle.worker === worker);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    return { worker };
  }
}
