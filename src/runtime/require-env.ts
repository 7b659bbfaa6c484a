/** Reads a name from the environment; a missing one stops the function at start. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`environment variable ${name} is missing; the construct of this function must set it`);
  return value;
}
