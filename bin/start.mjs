#!/usr/bin/env node
import { install, runCli } from './prepare.mjs'

install()
console.log('Arrears: loading the engine ...')
await runCli(['up', ...process.argv.slice(2)])
