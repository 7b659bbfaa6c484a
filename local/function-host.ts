import { createWriteStream } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { PayloadTooLarge, ResponseTooLarge, isHandedOver } from './function-payload.ts';
import { say } from './say.ts';
import type { LocalFunction } from './local-function.ts';

type Idle = { readonly worker: Worker };

/** How a function runs. */
export type FunctionSettings = {
  readonly name: string;
  readonly arn: string;
  /** The file with the function's code. */
  readonly bundle: string;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** The certificate, in PEM, of the authority that vouches for the world outside. */
  readonly authority: string;
  /** Where the function's requests to services are recorded; null: nowhere. */
  readonly requestsFile: string | null;
};

/** A function of the template in worker threads: one per concurrent run. */
export class FunctionHost implements LocalFunction {
  readonly name: string;
  readonly arn: string;
  readonly #bundle: string;
  readonly timeoutMs: number;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #log: ReturnType<typeof createWriteStream>;
  readonly #requestsFile: string | null;
  readonly #authority: string;
  readonly #idle: Idle[] = [];
  readonly #workers = new Set<Worker>();

  constructor(settings: FunctionSettings) {
    const { name, arn, bundle, timeoutMs, environment, logFile, requestsFile, authority } = settings;
    this.#authority = authority;
    this.name = name;
    this.arn = arn;
    this.#bundle = pathToFileURL(bundle).href;
    this.timeoutMs = timeoutMs;
    this.#environment = environment;
    this.#requestsFile = requestsFile;
    this.#log = createWriteStream(logFile, { flags: 'a' });
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
      if (!isHandedOver(answer.result))
        throw new ResponseTooLarge(`${this.name} answers more than Lambda hands over`);
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
      workerData: {
        bundle: this.#bundle,
        requestsFile: this.#requestsFile,
        authority: this.#authority,
      },
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
