import { defineCommand } from 'citty'
import { resumeBrake } from '../shell/pg/brake.ts'
import { brakeArgs, brakeOf, print, whoami, withDatabase } from './stop.ts'

export const resumeCommand = defineCommand({
  meta: { name: 'resume', description: 'Take off the brake that was put on with the same words' },
  args: {
    ...brakeArgs,
    all: { type: 'boolean', default: false, description: 'every brake that is on' },
  },
  async run({ args }) {
    const off = await withDatabase((db) =>
      resumeBrake(db, { brake: brakeOf(args), all: args.all, by: args.by ?? whoami() }),
    )
    print(off, { json: args.json, off: true })
    if (off.length === 0) process.exitCode = 1
  },
})
