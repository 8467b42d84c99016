export const TEMPLATE = 'arrears_template'

/** The same server at another database, as another role; all roles of the test server share one password. */
export function databaseUrl(adminUrl: string, database: string, role?: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  if (role) url.username = role
  return url.href
}
