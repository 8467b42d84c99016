#!/usr/bin/env node
import { spawnSync } from 'node:child_process'

/**
 * This command sends many messages through each provider that has a server in `demo/vendor/`, and keeps what came of
 * them for docs/reliability.md: `npm run sends -- 100000 [PROVIDER...]`. The tests do the same with a hundred.
 */
const [sends = '100000', ...providers] = process.argv.slice(2)
if (!/^[1-9]\d{0,6}$/.test(sends)) {
  console.error('how many? npm run sends -- 100000 [PROVIDER...]')
  process.exit(2)
}
const only = providers.length > 0 ? ['-t', providers.join('|')] : []
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'pure',
    'test/providers/many-sends.test.ts',
    ...only,
  ],
  { stdio: 'inherit', env: { ...process.env, PROVIDER_SENDS: sends, PROVIDER_SENDS_KEPT: 'true' } },
)
process.exit(status ?? 1)
