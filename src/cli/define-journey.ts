import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print } from './print.ts';

/** Defines the commands that say what happens on the way: which sensors watch the goods, who has them, where they are. */
export function defineJourney(shipment: Command): void {
  defineSensors(shipment);
  defineMilestones(shipment);
}

/** Defines the commands that attach a sensor, and that end its time with a shipment. */
function defineSensors(shipment: Command): void {
  withApiOptions(shipment.command('attach'))
    .description('attach a device to a shipment')
    .argument('<shipment>')
    .argument('<thing>', 'name of the device')
    .option('--role <role>', 'product (in the goods), ambient (around the goods) or spare', 'product')
    .option('--product <id...>', 'the products that it stands for; default: all of them')
    .option('--since <time>', 'time from which its readings count; default: now')
    .option('--interval <duration>', "its reporting interval, such as PT5M; default: the profile's")
    .option('--calibrated-until <time>', 'end of its calibration')
    .action(async (id: string, thing: string, options) =>
      print(await (await import('./shipment.ts')).shipmentAttach(id, thing, options)),
    );
  withApiOptions(shipment.command('detach'))
    .description('detach a device from its shipment')
    .argument('<thing>', 'name of the device')
    .option('--at <time>', 'as of this time; default: now')
    .action(async (thing: string, options) =>
      print(await (await import('./shipment.ts')).shipmentDetach(thing, options)),
    );
  withApiOptions(shipment.command('declare'))
    .description(
      'declare that a sensor no longer counts; its open alarms are cleared, its later readings are stored',
    )
    .argument('<shipment>')
    .argument('<thing>', 'name of the device')
    .argument('<fate>', 'broken, lost or silent')
    .requiredOption('--reason <text>', 'why')
    .option('--at <time>', 'as of this time; default: now')
    .action(async (id: string, thing: string, fate: string, options) =>
      print(await (await import('./shipment.ts')).shipmentDeclare(id, thing, fate, options)),
    );
}

/** Defines the commands that declare a departure, a handover and an arrival, and take a declaration back. */
function defineMilestones(shipment: Command): void {
  withApiOptions(shipment.command('hand-over'))
    .description('record who takes custody of the goods')
    .argument('<shipment>')
    .argument('<holder>', 'who has custody')
    .option('--at <time>', 'time of the handover; default: now')
    .option('--reason <text>', 'why, where the time or the holder needs explaining')
    .action(async (id: string, holder: string, options) =>
      print(await (await import('./shipment.ts')).shipmentHandOver(id, holder, options)),
    );
  for (const [name, kind] of [
    ['depart', 'departed'],
    ['arrive', 'arrived'],
  ] as const)
    withApiOptions(shipment.command(name))
      .description(
        `declare that a shipment ${kind}; an arrival or departure seen in positions is never final`,
      )
      .argument('<shipment>')
      .option('--at <time>', 'default: now')
      .option('--reason <text>', 'why; recorded in the audit trail with the time')
      .action(async (id: string, options) =>
        print(await (await import('./shipment.ts')).shipmentPassage(kind, id, options)),
      );
  withApiOptions(shipment.command('take-back'))
    .description('withdraw the last declaration of the departure or the arrival, until a decision is signed')
    .argument('<shipment>')
    .argument('<milestone>', 'departure or arrival')
    .requiredOption('--reason <text>', 'why it was wrong')
    .action(async (id: string, milestone: string, options) =>
      print(await (await import('./shipment.ts')).shipmentTakeBack(id, milestone, options)),
    );
}
