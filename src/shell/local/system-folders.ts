import { delimiter } from 'node:path'

/** The folders in which this machine keeps servers: the PATH, and what is named before and after it. None at all with ARREARS_SYSTEM_SERVERS=no, which makes any machine behave like a bare one. */
export function systemFolders({
  before = [],
  after = [],
}: {
  before?: readonly string[]
  after?: readonly string[]
}): string[] {
  if (process.env['ARREARS_SYSTEM_SERVERS'] === 'no') return []
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...before, ...onPath, ...after]
}
