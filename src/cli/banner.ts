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
Coldwatch is running on this machine, as it would be deployed. Open the page:

  ${address}

${receiptBoxes(boxes)}Sign in as one of these people:

${people.map(({ username, password, name, groups }) => `  ${username.padEnd(8)} ${password}   ${name}, ${groups.join(', ')}`).join('\n')}

Also running:

  MQTT broker      localhost:${mqttPort}, TLS with client certificates; MQTT 3.1.1 only (AWS IoT Core also supports 5)
  Notifications    ${address}/_local/inbox, and printed below
  API              ${address}/api/openapi.json
  Functions        ingest-telemetry for every message, monitor-shipments every ${watchSeconds} s (deployed: every minute)
  State and logs   ${stateFolder}

Publish a reading as device ${device.thing} (shipment ${device.shipment}, profile ${device.profile}). mosquitto_pub is in the package mosquitto-clients, of Homebrew mosquitto:

  mosquitto_pub -h localhost -p ${mqttPort} -i ${device.thing} -q 1 \\
    --cafile ${path(files.ca)} --cert ${path(files.certificate)} --key ${path(files.key)} \\
    -t coldwatch/${device.thing}/telemetry -m '{"time": "'$(date -u +%FT%TZ)'", "temperature": 9.4}'

Replay a logger file as that device:

  npm run --silent coldwatch -- replay FILE --device ${device.thing}${where}

Stop with Ctrl-C. The state is saved; start with --fresh to discard it.
`;
}

/** A first task for a newcomer, with the labels that would be on the two boxes. */
function receiptBoxes(boxes: BannerFacts['boxes']): string {
  if (boxes.length === 0) return '';
  return `Three boxes set out when somebody signs in, and one of them gets too warm. Lena monitors shipments on the board. Paul is the pharmacist: two boxes have arrived at his door, one good and one not. Their labels:

${boxes.map(({ shipment, goods, sscc }) => `  ${sscc}   ${shipment}, ${goods}`).join('\n')}

`;
}
