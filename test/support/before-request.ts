import type { Services } from '../simulation/services.ts';

/**
 * Runs a callback once, just before the first request of an account that `matches`. If the callback throws, the request
 * fails with that error. The input is the command's input as JSON.
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
