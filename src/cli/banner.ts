import { relative } from 'node:path';

type BannerFacts = {
  readonly address: string;
  readonly mqttPort: number;
  readonly stateFolder: string;
  readonly people: readonly {
    readonly username: string;
    readonly password: string;
    readonly name: string;
    readonly groups: readonly string[];
  }[];
  readonly device: { readonly thing: string; readonly shipment: string; readonly profile: string };
  readonly files: { readonly ca: string; readonly certificate: string; readonly key: string };
  readonly watchSeconds: number;
  /** Boxes that wait for a pharmacist's decision; none without the demonstration. */
  readonly boxes: readonly { readonly shipment: string; readonly goods: string; readonly sscc: string }[];
};

/** One screen that says what runs where, how to publish, and how to stop. */
export function banner({
  address,
  mqttPort,
  stateFolder,
  people,
  device,
  files,
  watchSeconds,
  boxes,
}: BannerFacts): string {
  const path = (file: string): string => relative(process.cwd(), file) || file;
  const where = path(stateFolder) === '.coldwatch' ? '' : ` --state ${path(stateFolder)}`;
  return `
Coldwatch runs on this machine, as it would be deployed. Open the page:

  ${address}

${receiptBoxes(boxes)}Sign in as one of these people, with the password of this run:

${people.map(({ username, password, name, groups }) => `  ${username.padEnd(8)} ${password}   ${name}, ${groups.join(', ')}`).join('\n')}

What else there is:

  MQTT broker      localhost:${mqttPort}, TLS with client certificates; MQTT 3.1.1 only (AWS IoT Core speaks 5 too)
  Notifications    ${address}/_local/inbox, and below
  API              ${address}/api/openapi.json
  Functions        ingest-telemetry on every message, watch every ${watchSeconds} s (deployed: every minute)
  State and logs   ${stateFolder}

Publish a reading of your own, as device ${device.thing} (shipment ${device.shipment}, profile ${device.profile}):

  mosquitto_pub -h localhost -p ${mqttPort} -i ${device.thing} -q 1 \\
    --cafile ${path(files.ca)} --cert ${path(files.certificate)} --key ${path(files.key)} \\
    -t coldwatch/${device.thing}/telemetry -m '{"time": "'$(date -u +%FT%TZ)'", "temperature": 9.4}'

Replay a log file as that device:

  npm run --silent coldwatch -- replay FILE --device ${device.thing}${where}

Stop with Ctrl-C. State is kept; begin anew with --fresh.
`;
}

/** A first task for a newcomer, with the labels that would be on the two boxes. */
function receiptBoxes(boxes: BannerFacts['boxes']): string {
  if (boxes.length === 0) return '';
  return `Lena watches the board. Paul is the pharmacist: these two boxes wait at his door, one good, one not; their labels say:

${boxes.map(({ shipment, goods, sscc }) => `  ${sscc}   ${shipment}, ${goods}`).join('\n')}

`;
}
