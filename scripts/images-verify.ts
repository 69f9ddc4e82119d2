import { readArgs } from './lib/args.ts'
import { exit, Failure } from './lib/failure.ts'
import { formatImage, parseImage } from './lib/image-reference.ts'
import { verifyImage } from './lib/images-verify.ts'
import { start } from './lib/start.ts'

const help = `Checks in their registries that images exist for every platform, and prints them with their digests.

  node scripts/images-verify.ts <name:tag[@digest]>… [--platform linux/amd64 --platform linux/arm64]

  node scripts/images-verify.ts ghcr.io/hyperpolymath/formdb-http-api:v1.1.0

Exit codes: 0 all there, 1 something is missing, 2 bad usage, 3 a bug of ours.`

const options = { help: { type: 'boolean', short: 'h' }, platform: { type: 'string', multiple: true } } as const

await start(async () => async () => {
  const { values, positionals } = readArgs('exec node scripts/images-verify.ts', process.argv.slice(2), options)
  if (values.help) console.log(help)
  else {
    if (positionals.length === 0) throw new Failure('name at least one image; see: node scripts/images-verify.ts --help')
    for (const image of positionals.map(parseImage))
      console.log(formatImage(await verifyImage(image, values.platform ?? ['linux/amd64', 'linux/arm64'])))
  }
  return exit.fine
})
