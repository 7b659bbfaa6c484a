/**
 * Reads an environment variable.
 * @throws {Error} when it is missing or empty, which stops the function at start.
 */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`environment variable ${name} is missing; the construct of this function must set it`);
  return value;
}
