import type { Command } from 'commander';
import { alarmAcknowledge, alarms } from './alarms.ts';
import { shipmentBundle, shipmentEpcis } from './bundle.ts';
import { profileAdd, shipmentCreate } from './shipment-create.ts';
import {
  shipmentAttach,
  shipmentDeclare,
  shipmentDetach,
  shipmentHandOver,
  shipmentList,
  shipmentPassage,
  shipmentRebuild,
  shipmentShow,
} from './shipment.ts';

/** The commands on shipments and alarms of the local run. */
export function defineShipment(program: Command, profile: Command): void {
  const local = (command: Command): Command =>
    command.option('--state <folder>', 'state folder of the local run', '.coldwatch');
  const step = (command: Command): Command =>
    local(command).option('--by <person>', 'who does it; else the user of this machine');
  step(profile.command('add'))
    .description('add a profile of your own, so that shipments of the local run can name it')
    .argument('<file>', 'JSON like those in profiles/')
    .action(async (file: string, options) => console.log(await profileAdd(file, options)));
  const shipment = program.command('shipment').description('shipments of the local run: plan, watch, judge');
  step(shipment.command('create'))
    .description('plan a shipment')
    .argument(
      '<file>',
      'JSON: shipment, goods, origin, destination, site, profile and more, see docs/shipments.md',
    )
    .action(async (file: string, options) => console.log(await shipmentCreate(file, options)));
  local(shipment.command('list'))
    .description('list shipments on their way')
    .action(async (options) => {
      for await (const line of shipmentList(options)) console.log(line);
    });
  local(shipment.command('show'))
    .description('judge a shipment as of now: recommendation, sensors, alarms, ledger')
    .argument('<shipment>')
    .option('--as-of <time>', 'as of another moment')
    .option('--json', 'print the whole verdict as one JSON object')
    .action(async (id: string, options) => {
      const { output, status } = await shipmentShow(id, options);
      console.log(output);
      process.exitCode = status;
    });
  step(shipment.command('attach'))
    .description('let a device watch a shipment')
    .argument('<shipment>')
    .argument('<thing>', 'name of the device')
    .option('--role <role>', 'product (of the goods), ambient (of the air around), spare', 'product')
    .option('--since <time>', 'from when on its readings count; else from now on')
    .option('--interval <duration>', "its reporting interval, as PT5M; else the profile's")
    .option('--calibrated-until <time>', 'when its calibration ceases to hold')
    .action(async (id: string, thing: string, options) =>
      console.log(await shipmentAttach(id, thing, options)),
    );
  step(shipment.command('detach'))
    .description('take a device from what it watches')
    .argument('<thing>', 'name of the device')
    .option('--at <time>', 'as of then; else now')
    .action(async (thing: string, options) => console.log(await shipmentDetach(thing, options)));
  step(shipment.command('hand-over'))
    .description('record who has the goods from now on')
    .argument('<shipment>')
    .argument('<holder>', 'who has them')
    .option('--at <time>', 'since when; else now')
    .action(async (id: string, holder: string, options) =>
      console.log(await shipmentHandOver(id, holder, options)),
    );
  local(shipment.command('bundle'))
    .description('write the evidence of a shipment into a ZIP that anybody can check: "verify"')
    .argument('<shipment>')
    .requiredOption('--out <file>', 'the ZIP to write')
    .action(async (id: string, options) => console.log(await shipmentBundle(id, options)));
  local(shipment.command('epcis'))
    .description('print the journey as EPCIS 2.0 events (JSON-LD)')
    .argument('<shipment>')
    .action(async (id: string, options) => console.log(await shipmentEpcis(id, options)));
  local(shipment.command('rebuild'))
    .description('make the lists anew from the ledgers')
    .action(async (options) => {
      for await (const line of shipmentRebuild(options)) console.log(line);
    });
  for (const [name, kind] of [
    ['depart', 'departed'],
    ['arrive', 'arrived'],
  ] as const)
    step(shipment.command(name))
      .description(`declare that a shipment ${kind}; goes before what positions show`)
      .argument('<shipment>')
      .option('--at <time>', 'when; else now')
      .action(async (id: string, options) => console.log(await shipmentPassage(kind, id, options)));
  step(shipment.command('declare'))
    .description('declare that a sensor judges no more; its open alarms end, its later readings are kept')
    .argument('<shipment>')
    .argument('<thing>', 'name of the device')
    .argument('<fate>', 'broken, lost or silent')
    .requiredOption('--reason <text>', 'why')
    .option('--at <time>', 'as of then; else now')
    .action(async (id: string, thing: string, fate: string, options) =>
      console.log(await shipmentDeclare(id, thing, fate, options)),
    );

  const alarm = local(program.command('alarms'))
    .description('count alarms per shipment and rule: how many, how many ended soon, how long unanswered')
    .option('--since <time>', 'raised from then on')
    .option('--json', 'print a list of JSON objects')
    .action(async (options) => console.log(await alarms(options)));
  alarm
    .command('acknowledge')
    .option('--by <person>', 'who does it; else the user of this machine')
    .description('say that someone looks after an alarm')
    .argument('<shipment>')
    .argument('<rule>')
    .requiredOption('--comment <text>', 'what is being done')
    .action(async (id: string, rule: string, _options, command: Command) =>
      // The state folder is an option of `alarms`, wherever it stands.
      console.log(await alarmAcknowledge(id, rule, command.optsWithGlobals())),
    );
}
