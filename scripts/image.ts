import { readArgs } from './lib/args.ts'
import { exit, Failure } from './lib/failure.ts'
import { readInside, writeInside } from './lib/files.ts'
import { setImage } from './lib/image-entry.ts'
import { formatImage, parseImage } from './lib/image-reference.ts'
import { findRoot } from './lib/root.ts'
import { start } from './lib/start.ts'

const help = `Sets tag and digest of an app's image in one overlay.

node scripts/image.ts <app> <env> <name:tag[@digest]>

Then run: pnpm render <env>/<app> --update
Exit codes: 0 done, 2 bad usage, 3 a bug of ours`

const options = { help: { type: 'boolean', short: 'h' }, root: { type: 'string' } } as const

await start(async () => async () => {
  const { values, positionals } = readArgs('exec node scripts/image.ts', process.argv.slice(2), options)
  if (values.help) console.log(help)
  else {
    const [app = '', env = '', reference = '', ...rest] = positionals
    const root = findRoot(values.root)
    const file = `overlays/${env}/${app}/kustomization.yaml`
    const text = rest.length === 0 && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(`${env}/${app}`) ? readInside(root, file) : undefined
    if (text === undefined) throw new Failure(`no overlay "${env}/${app}" (${file}); write: <app> <env> <image>, see --help`)
    const image = parseImage(reference)
    writeInside(root, file, setImage(file, text.toString(), image))
    console.log(`${file}: ${formatImage(image)}`)
  }
  return exit.fine
})
