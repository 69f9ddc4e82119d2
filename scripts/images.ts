import { parseAllDocuments } from 'yaml'
import { readArgs } from './lib/args.ts'
import { exit, Failure } from './lib/failure.ts'
import { listInside, readInside } from './lib/files.ts'
import { renderedImages } from './lib/rendered-images.ts'
import { findRoot } from './lib/root.ts'
import { start } from './lib/start.ts'

const help = `Lists every image that an environment runs, from its golden renders: one a line, each once.

  pnpm images <env>           dev, staging, prod or offline
  pnpm images <env> --json    as a JSON list, for a workflow's matrix
  --root DIR                  another repository

Images of third-party charts are not rendered here; see platform/values.
Exit codes: 0 fine, 2 bad usage, 3 a bug of ours.`

const flags = { json: { type: 'boolean' }, root: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

await start(async () => async argv => {
  const { values, positionals } = readArgs('images', argv, flags)
  if (values.help) {
    console.log(help)
    return exit.fine
  }
  const [env, ...more] = positionals
  if (!env || more.length > 0 || !/^[\w-]+$/.test(env)) throw new Failure('name one environment; see: pnpm images --help')
  const root = findRoot(values.root)
  const files = listInside(root, `tests/golden/${env}`).filter(file => file.endsWith('.yaml'))
  if (files.length === 0) throw new Failure(`no golden render of "${env}"; name an environment, or accept its render: pnpm render --update`)
  const objects = files.flatMap(file => parseAllDocuments(readInside(root, file)?.toString() ?? '').map(document => document.toJS()))
  const images = renderedImages(objects)
  console.log(values.json ? JSON.stringify(images) : images.join('\n'))
  return exit.fine
})
