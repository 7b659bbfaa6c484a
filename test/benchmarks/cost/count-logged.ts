/** Counts the bytes of logs and metrics from now on, and keeps them from the terminal, until it is asked for them. */
export function countLogged(): () => number {
  const own = process.stdout.write.bind(process.stdout);
  let bytes = 0;
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    bytes += Buffer.byteLength(chunk);
    return true;
  };
  return () => {
    process.stdout.write = own;
    return bytes;
  };
}
