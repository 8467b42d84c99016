#!/usr/bin/env node
import { runCli } from './prepare.mjs'

await runCli(process.argv.slice(2))
