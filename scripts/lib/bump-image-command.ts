import { readArgs } from './args.ts'
import { editOf } from './edit/edits.ts'
import { findOverlay, recover } from './edit/overlay.ts'
import { acceptCommand, finish } from './edit/report.ts'
import { followers } from './environments.ts'
import { exit, Failure } from './failure.ts'
import { secureUrl } from './http.ts'
import { imageEntries, kustomizationOf, setImage } from './image-entry.ts'
import { formatImage, parseImage } from './image-reference.ts'
import { verifyImage } from './images-verify.ts'
import { findRoot } from './root.ts'

const help = `Sets the version of an app that its own CI has published, in the environment where a new version begins.

  node scripts/bump-image.ts <app> <version>             dev; formdb-http-api begins in staging, whose deploy job tests it
  node scripts/bump-image.ts <app> <version>@sha256:…    the registry must then hold exactly this

The registry is asked for every platform first, and the digest of what it has is written.

  --registry URL                where to ask instead of the image's own registry
  --root DIR                    another repository

  node scripts/bump-image.ts tartware-core-service 0.2.0

Exit codes: 0 done, or nothing to do, 1 the registry lacks something, 2 bad usage, 3 a bug of ours.`

const flags = { registry: { type: 'string' }, root: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

/** Where a new version begins, and for which platforms it must be there. */
const beginsIn = (app: string): { env: string; platforms: string[] } =>
  // FormDB's own deployment began in staging, with images for both; the clusters of the others have amd64 nodes.
  app === 'formdb-http-api' ? { env: 'staging', platforms: ['linux/amd64', 'linux/arm64'] } : { env: 'dev', platforms: ['linux/amd64'] }

/** What `bump-image` does, from its arguments to its exit code. */
export const bumpImageCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('exec node scripts/bump-image.ts', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const [app = '', version = '', ...rest] = positionals
  if (!version || rest.length > 0) throw new Failure('write: <app> <version>; see: node scripts/bump-image.ts --help')
  const root = findRoot(values.root)
  recover(root)
  const { env, platforms } = beginsIn(app)
  const { file, text } = findOverlay(root, app, env)
  const [entry, ...others] = imageEntries(kustomizationOf(file, text))
  if (!entry || others.length > 0)
    throw new Failure(`${file}: a bump needs exactly one entry of images, it has ${others.length + (entry ? 1 : 0)}; use: pnpm image`)
  const asked = parseImage(`${entry.newName ?? entry.name}:${version}`)
  const image = await verifyImage(asked, platforms, values.registry === undefined ? undefined : secureUrl('--registry', values.registry))
  finish(root, [editOf(root, file, setImage(file, text, image))], {
    dryRun: false,
    nothing: `${env}/${app} has ${formatImage(image)} already`,
    next: [acceptCommand([`${env}/${app}`, ...followers(root, app, env)])],
  })
  return exit.fine
}
