import { moment } from '../model/wording.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';

/**
 * Yields the latest refused messages of all devices, the newest first.
 *
 * @throws {CommandError} when the count is invalid.
 */
export async function* refusedList({
  most = '20',
  ...options
}: ApiOptions & { most?: string }): AsyncGenerator<string> {
  const left = Number(most);
  if (!Number.isInteger(left) || left < 1)
    throw unusableArguments(`--most ${most} must be a whole number, 1 or more`);
  let count = 0;
  const api = await apiOf(options, 'listRefused');
  for await (const { device, id, receivedAt, content, refused, reasons } of api.all('listRefused')) {
    if (count++ === left) return;
    const [first] = refused;
    const others = reasons > 1 ? ` (and ${reasons - 1} more)` : '';
    yield `${moment(Date.parse(receivedAt))}  ${device} ${id}  line ${first?.line}: ${first?.reason}${others}  ${content}`;
  }
  if (count === 0) yield 'Nothing was refused in the last 30 days.';
}

/** Has a refused message processed again. */
export async function refusedRetry(device: string, id: string, options: ApiOptions): Promise<string> {
  await (await apiOf(options, 'retryRefused')).call('retryRefused', { path: { device, refusal: id } });
  return `The message of ${device} is being processed again. If it is refused again, it stays in the list.`;
}
