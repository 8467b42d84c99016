#!/usr/bin/env node
// Compiles to dist/ and puts beside it what is read at run time.
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './prepare.mjs'

rmSync(join(root, 'dist'), { recursive: true, force: true })
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
if (status !== 0) process.exit(status ?? 1)
const migrations = join('src', 'shell', 'pg', 'migrations')
cpSync(join(root, migrations), join(root, 'dist', migrations), { recursive: true })
