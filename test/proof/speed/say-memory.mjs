// Loaded before a program: prints its peak memory when it ends.
import { readFileSync } from 'node:fs';

process.on('exit', () => process.stderr.write(`peak memory ${peakKilobytes()} kB\n`));

function peakKilobytes() {
  try {
    // Read from /proc, because the system's own peak value for a process starts with the memory of its parent.
    return /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
