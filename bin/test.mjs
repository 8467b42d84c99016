#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { install, root } from './prepare.mjs'

/** The zone of the machine, for one run: on either side of the date line, on half and quarter hours, with clock changes and without. */
const ZONES = ['Pacific/Apia', 'America/St_Johns', 'Asia/Kathmandu', 'Europe/Berlin', 'UTC']

install()
const drawn = {
  FC_SEED: process.env.FC_SEED ?? String(randomInt(2 ** 31)),
  TZ: process.env.TZ ?? ZONES[randomInt(ZONES.length)],
}
const again = Object.entries(drawn).map(([name, value]) => `${name}=${value}`)
console.log(`${again.join(' ')} plays this run again`)
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...drawn },
})
process.exit(status ?? 1)
