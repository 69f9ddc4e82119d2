import { readFlags } from './lib/args.ts'
import { exit } from './lib/failure.ts'
import { print } from './lib/print.ts'
import { start } from './lib/start.ts'
import { home } from './lib/tools.ts'

const help = `Writes tools/schemas/ anew from the modules that tools/schemas/go.mod pins. To update one, change its version there first.

  pnpm schemas

Exit codes: 0 fine, 2 bad usage, or a module that can't be had, 3 a bug of ours.`

await start(async () => async argv => {
  const values = readFlags('schemas', argv, { help: { type: 'boolean', short: 'h' } })
  if (values.help) {
    print(`${help}\n`)
    return exit.fine
  }
  const { schemas, bytes, changed } = await (await import('./lib/schemas/update.ts')).updateSchemas(`${home}/tools/schemas`)
  const what = changed.length === 0 ? 'nothing changed' : `${changed.length} files changed:`
  print(
    `${[`${schemas} schemas, ${(bytes / 1e6).toFixed(2)} MB; ${what}`, ...changed.map(file => `  tools/schemas/${file}`)].join('\n')}\n`,
  )
  return exit.fine
})
