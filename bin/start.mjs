#!/usr/bin/env node
import { install, runCli } from './prepare.mjs'

install()
console.error('Arrears: loading the engine ...')
await runCli(['up', ...process.argv.slice(2)])
