/** Counts the bytes of logs and metrics from now on, without printing them, until the returned function is called. */
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
