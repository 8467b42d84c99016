import { defineCommand } from 'citty'
import { ProblemError } from '../../core/base/problem.ts'
import { type PackProof, provePack } from '../../core/worked/proof.ts'
import { valuesOf } from '../command-line.ts'
import { schedulesArgument, schedulesOf } from './schedules.ts'
import { didYouMean } from '../did-you-mean.ts'
import { printJson } from '../print-json.ts'
import { progressBar } from '../progress-bar.ts'

export const mutateCommand = defineCommand({
  meta: {
    name: 'mutate',
    description:
      'Put one thing wrong in each rule after another (a number, a minute, a date, an element of a list, the whole rule) and see whether the worked cases notice; exit 0 each rule has a case that needs it, 1 some have none, 2 not run',
  },
  args: {
    packs: {
      type: 'positional',
      required: false,
      several: true,
      description: 'the same as --pack',
    },
    pack: {
      type: 'string',
      several: true,
      description: 'only these packs; may be given several times, or with commas between',
      valueHint: 'NAME...',
    },
    schedules: schedulesArgument,
    json: { type: 'boolean', default: false, description: 'the result as JSON' },
  },
  run({ args, rawArgs }) {
    const schedules = schedulesOf(args.schedules)
    const names = [...new Set([...valuesOf('pack', rawArgs), ...args._].flatMap((text) => text.split(',')))]
    const known = schedules.packs.map(({ pack }) => pack)
    const unknown = names.filter((name) => !known.includes(name))
    if (unknown.length > 0) {
      throw new ProblemError(
        unknown.map((name) => {
          const suggestion = didYouMean(name, known)
          return { code: 'unknown_pack', message: `there is no pack ${name}`, suggestion }
        }),
      )
    }
    const asked = schedules.packs.filter(({ pack }) => names.length === 0 || names.includes(pack))
    const bar = progressBar('packs', asked.length)
    const proofs = asked.map((pack) => {
      const proof = provePack(pack, schedules.cases, schedules)
      bar.add(1)
      return proof
    })
    bar.end()
    if (args.json) printJson({ ...totalOf(proofs), packs: proofs })
    else report(proofs)
    if (proofs.some(({ unproven, failing }) => unproven.length + failing.length > 0)) process.exitCode = 1
  },
})

function totalOf(proofs: readonly PackProof[]) {
  const sum = (figure: 'rules' | 'named' | 'retained' | 'mutants' | 'killed') =>
    proofs.reduce((total, proof) => total + proof[figure], 0)
  return {
    rules: sum('rules'),
    named: sum('named'),
    retained: sum('retained'),
    mutants: sum('mutants'),
    killed: sum('killed'),
    unproven: proofs.flatMap(({ unproven }) => unproven),
  }
}

function report(proofs: readonly PackProof[]): void {
  for (const proof of proofs) {
    console.log(lineOf(proof.pack, proof))
    for (const id of proof.failing) console.log(`  case ${id} fails as the pack stands`)
    for (const name of proof.alive) console.log(`  alive: ${name}`)
  }
  if (proofs.length > 1) console.log(lineOf(`${proofs.length} packs`, totalOf(proofs)))
}

function lineOf(
  name: string,
  { rules, named, retained, mutants, killed }: Omit<ReturnType<typeof totalOf>, 'unproven'>,
): string {
  const kept = retained > 0 ? ` (and ${retained} about keeping records)` : ''
  return `${name}: ${rules} rules${kept}, ${named} named by a case; ${mutants} mutants, ${killed} killed, ${mutants - killed} alive`
}
