#!/usr/bin/env node
import { install, runCli } from './prepare.mjs'

install()
await runCli(['up', ...process.argv.slice(2)])
