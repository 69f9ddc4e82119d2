import { exit } from './lib/failure.ts'
import { start } from './lib/start.ts'
import { home } from './lib/tools.ts'

/** `pnpm schemas`: writes tools/schemas/ anew from the modules that tools/schemas/go.mod pins. To update one, change its version there first. */
await start(async () => {
  const { updateSchemas } = await import('./lib/schemas/update.ts')
  return async () => {
    const { schemas, bytes, changed } = await updateSchemas(`${home}/tools/schemas`)
    console.log(
      `${schemas} schemas, ${(bytes / 1e6).toFixed(2)} MB; ${changed.length === 0 ? 'nothing changed' : `${changed.length} files changed:`}`,
    )
    for (const file of changed) console.log(`  tools/schemas/${file}`)
    return exit.fine
  }
})
