import type { Command } from 'commander';
import { withApiOptions } from './api-options.ts';
import { print } from './print.ts';

const goods = 'goods';

/** Defines the commands about where goods came from, and what was used of their allowances before. */
export function defineLegs(shipment: Command): void {
  const leg = shipment
    .command('leg')
    .description('where goods came from, what was used before, and what quality re-admits');
  withApiOptions(leg.command('show'))
    .description('the earlier shipments of each product, what was used, and what is unknown')
    .argument('<shipment>')
    .option('--json', 'as the API answers')
    .action(async (id: string, options) => print(await (await import('./legs.ts')).legShow(id, options)));
  ofProduct(leg.command('from'))
    .description('name an earlier shipment from which units came')
    .argument('<shipment>')
    .argument('<earlier>')
    .option('--its-product <id>', 'its product, where that is not clear')
    .option('--lot <key...>', 'the lots that came from there; without it all')
    .requiredOption('--reason <text>', 'how you know')
    .action(async (id: string, earlier: string, options) =>
      print(await (await import('./legs.ts')).legFrom(id, earlier, options)),
    );
  ofProduct(leg.command('withdraw'))
    .description('say that units did not come from an earlier shipment that is named')
    .argument('<shipment>')
    .argument('<earlier>')
    .option('--its-product <id>', 'its product, where several are named')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, earlier: string, options) =>
      print(await (await import('./legs.ts')).legWithdraw(id, earlier, options)),
    );
  ofProduct(leg.command('opening'))
    .description('enter what was used before the first recorded shipment')
    .argument('<shipment>')
    .option('--unused', 'nothing was used')
    .option('--spent <allowance=time...>', 'what was used of allowances, as warm=PT2H')
    .option('--cycles <number>', 'freeze-thaw cycles')
    .option('--unknown', 'take back what was entered')
    .option('--source <text>', 'where it is written')
    .requiredOption('--reason <text>', 'why it is entered')
    .action(async (id: string, options) => print(await (await import('./legs.ts')).legOpening(id, options)));
  ofProduct(leg.command('readmit'))
    .description('allow time or freeze-thaw cycles again, signed with your password')
    .argument('<shipment>')
    .option('--allowance <id>', 'the allowance')
    .option('--time <duration>', 'how much of it, as PT4H')
    .option('--cycles <number>', 'freeze-thaw cycles, in place of time')
    .option('--lot <key...>', 'the lots; without it all')
    .requiredOption('--document <text>', 'the document on which it rests')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, options) => print(await (await import('./legs.ts')).legReadmit(id, options)));
}

function ofProduct(command: Command): Command {
  return withApiOptions(command).option('--product <id>', 'the product of the shipment', goods);
}
