import type { Services } from '../simulation/services.ts';

/**
 * Lets something happen just before the first request of an account that `matches`: once. What it throws the request
 * fails with. The input is that of the command, as JSON.
 */
export function beforeRequest(
  services: Services,
  matches: (command: string, input: string) => boolean,
  happen: () => unknown,
): void {
  const send = services.send.bind(services);
  services.send = async (service, command) => {
    if (matches(command.constructor.name, JSON.stringify(command.input))) {
      services.send = send;
      await happen();
    }
    return send(service, command);
  };
}
