import { ProblemError } from '../core/base/problem.ts'
import { may, type Right, rolesWith } from '../shell/access/rights.ts'
import { readSetting } from '../shell/env/settings.ts'
import { findApiKey } from '../shell/pg/door/api-key.ts'
import { iAm } from './whoami.ts'
import { withDatabase } from './with-database.ts'

/** A command runs under the key in ARREARS_KEY with the rights of that key, and the audit gets its name. A command without a key has the rights of its database role alone; KEYS_REQUIRED refuses it. */
export async function checkKey(
  { command, right }: { command: string; right: Right | null },
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (right === null) return
  const text = env['ARREARS_KEY']
  if (!text) {
    if (readSetting('KEYS_REQUIRED', env)) throw refused('no_key', `arrears ${command} needs a key`, right)
    return
  }
  const key = await withDatabase((db) => findApiKey(db, text))
  if (!key) throw refused('unknown_key', 'the key in ARREARS_KEY is not known or was revoked', right)
  if (!may(key, right)) throw refused('forbidden', `the key ${key.name} lacks the right ${right}`, right)
  iAm(key)
}

function refused(code: string, message: string, right: Right): ProblemError {
  const suggestion = `ARREARS_KEY = a key with one of the roles ${rolesWith(right).join(', ')}`
  return new ProblemError([{ code, path: 'ARREARS_KEY', message, suggestion }])
}
