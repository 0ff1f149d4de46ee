/**
 * The environment that programs we start inherit, as this process has it. The one place of this package that reads it:
 * settings of ours come as arguments.
 */
export function inheritedEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env };
}

/** Where this process finds programs. */
export function searchPath(): string {
  return process.env['PATH'] ?? '';
}
