import { instant, name } from '../field.ts'

export { instant }

/** What every fact says: `at` = when it happened, `recorded` = when the engine learns it. */
export const envelope = { at: instant, recorded: instant.optional(), key: name.optional() }

export const onAccount = { ...envelope, account: name }

/** The envelope of a fact about an account, or about the debtor as a person. */
export const onEither = { ...envelope, account: name.optional(), debtor: name.optional() }
