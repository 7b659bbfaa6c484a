// Loaded before a program: says at its end how much memory it held at most.
import { readFileSync } from 'node:fs';

process.on('exit', () => process.stderr.write(`peak memory ${peakKilobytes()} kB\n`));

function peakKilobytes() {
  try {
    // Of this program alone: what the system counts for a process begins with the memory of whoever started it.
    return /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
