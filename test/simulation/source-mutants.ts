import type { Mutant } from '../proof/mutate.ts';

/** Bugs in the handling of messages about several devices; a rare one shows in one world of a hundred or fewer. */
export const sourceMutants: readonly (Mutant & { readonly isRare?: true })[] = [
  {
    name: 'only the first device of a body',
    what: 'Only the first device of a body is appended.',
    file: 'src/storage/source-message-parts.ts',
    find: 'parts.push({ device, readings: content.readings, refused: content.refused });',
    replace:
      'if (parts.length === 0) parts.push({ device, readings: content.readings, refused: content.refused });',
  },
  {
    name: 'unregistered device accepted',
    what: 'A name that is not registered with the source counts as the name of a device.',
    file: 'src/storage/source-message-parts.ts',
    find: 'const device = registered.get(named);',
    replace: 'const device = registered.get(named) ?? named;',
  },
  {
    name: 'device of another source accepted',
    what: 'A source may speak for a device that is registered with another one.',
    file: 'src/storage/sources.ts',
    find: '.map((named) => namedKey(source, named));',
    replace: ".flatMap((named) => ['gateway', 'webhook'].map((each) => namedKey(each, named)));",
  },
  {
    name: 'half a body is done',
    what: 'A body counts as done once its first device is stored, although another one failed.',
    file: 'functions/ingest-telemetry.ts',
    find: '...own.map(({ device }) => byDevice.get(device)!)',
    replace:
      '...own.map(({ device }, index) => byDevice.get(device)!.catch((error) => index === 0 && Promise.reject(error)))',
  },
  {
    name: 'one archive line per body',
    what: 'The archive has a body for its first device only.',
    file: 'src/storage/source-message-parts.ts',
    find: 'archived.push(lineOf(device, named));',
    replace: 'if (archived.length === 0) archived.push(lineOf(device, named));',
  },
  {
    name: 'refusal hides the rest of a body',
    what: 'A body that names an unregistered device is refused as a whole.',
    file: 'src/storage/source-message-parts.ts',
    find: 'if (unassigned.length > 0) parts.push(',
    replace: 'if (unassigned.length > 0) parts.splice(0, Infinity, ',
  },
  {
    name: 'accepted before it is queued',
    what: 'A request over HTTPS is accepted although its message could not be put on the queue.',
    file: 'src/api/ingest/accept-request.ts',
    find: 'await send(JSON.stringify(message));',
    replace: 'void send(JSON.stringify(message)).catch(() => undefined);',
  },
  {
    name: 'repeated request ignored',
    what: 'A repeated request is answered as accepted, although the first one failed before its message was on the queue.',
    file: 'src/api/ingest/accept-request.ts',
    find: 'const { source, body } = request;\n    const message',
    replace:
      "const { source, body } = request;\n    const known = ((database as { known?: Set<string> }).known ??= new Set());\n    if (known.size === known.add(source + body.toString('base64')).size) return accepted;\n    const message",
  },
  {
    name: 'replay refused',
    what: 'A signature is accepted once only, so that a sender which lost the answer is turned away.',
    file: 'src/api/ingest/check-credentials.ts',
    find: "if (!isValid) return 'the signature is not that of this time, source and body with a valid key';",
    replace:
      "const spent = ((signatureForm as { spent?: Set<string> }).spent ??= new Set());\n  if (!isValid || spent.size === spent.add(signature!).size) return 'spent';",
  },
];
