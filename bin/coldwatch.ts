import { exitOnClosedPipe } from '../src/cli/print.ts';
import { runProgram } from '../src/cli/program.ts';

exitOnClosedPipe();
await runProgram(process.argv.slice(2));
