#!/usr/bin/env node
// The project is compiled to dist/, or to the folder that is named, and what is read at run time is put beside it. What follows the folder goes to the compiler.
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from './prepare.mjs'

const out = resolve(root, process.argv[2] ?? 'dist')
rmSync(out, { recursive: true, force: true })
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const args = ['-p', 'tsconfig.build.json', '--outDir', out, ...process.argv.slice(3)]
const { status } = spawnSync(process.execPath, [tsc, ...args], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
const migrations = join('src', 'shell', 'pg', 'migrations')
cpSync(join(root, migrations), join(out, migrations), { recursive: true })
