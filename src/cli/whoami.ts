/** Who is told to the audit where nobody is named. */
export function whoami(): string {
  return process.env['USER'] || process.env['LOGNAME'] || 'cli'
}
