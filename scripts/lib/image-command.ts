import { readArgs } from './args.ts'
import { editOf } from './edit/edits.ts'
import { findOverlay, recover } from './edit/overlay.ts'
import { acceptCommand, finish } from './edit/report.ts'
import { followers } from './environments.ts'
import { exit, Failure } from './failure.ts'
import { setImage } from './image-entry.ts'
import { formatImage, parseImage } from './image-reference.ts'
import { print } from './print.ts'
import { findRoot } from './root.ts'

const help = `Sets tag and digest of an app's image in one overlay; labels of the version that equalled the old tag follow. Nothing else changes.

  pnpm image <app> <env> <name:tag[@digest]>

  --dry-run                     show the change and write nothing
  --root DIR                    another repository

  pnpm image engram dev engram/engram:0.2.0
  pnpm image formdb-http-api staging "$(node scripts/images-verify.ts ghcr.io/hyperpolymath/formdb-http-api:v1.1.0)"

Then accept the render, with the command that it prints. To bring an image to the next environment: pnpm promote --help
Exit codes: 0 done, or nothing to do; 2 bad usage, and nothing is changed; 3 a bug of ours.`

const flags = { 'dry-run': { type: 'boolean' }, root: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

/** What `pnpm image` does, from its arguments to its exit code. */
export const imageCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('image', argv, flags)
  if (values.help) {
    print(`${help}\n`)
    return exit.fine
  }
  const [app = '', env = '', reference = '', ...rest] = positionals
  if (!reference || rest.length > 0) throw new Failure('write: pnpm image <app> <env> <name:tag[@digest]>; see: pnpm image --help')
  const root = findRoot(values.root)
  recover(root)
  const { file, text } = findOverlay(root, app, env)
  const image = parseImage(reference)
  finish(root, [editOf(root, file, setImage(file, text, image))], {
    dryRun: values['dry-run'] ?? false,
    nothing: `${env}/${app} has ${formatImage(image)} already`,
    next: [acceptCommand([`${env}/${app}`, ...followers(root, app, env)])],
  })
  return exit.fine
}
