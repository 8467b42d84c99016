/** What the faces need of a logger (pino fits): an event name and ids, never a body or a value. */
export interface EventLog {
  info(fields: Record<string, unknown>): void
  warn(fields: Record<string, unknown>): void
  error(fields: Record<string, unknown>): void
}
