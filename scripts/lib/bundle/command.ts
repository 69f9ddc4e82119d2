import { createHash } from 'node:crypto'
import { chmodSync, createReadStream } from 'node:fs'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { readArgs } from '../args.ts'
import { exit, Failure, inline } from '../failure.ts'
import { listInside, makeFolder, readInside, writeInside } from '../files.ts'
import { git, resolveCommit } from '../git.ts'
import { print } from '../print.ts'
import { findRoot } from '../root.ts'
import { bundleCharts } from './charts.ts'
import { type BundleImage, chartImages, merged, registryOf, renderedFor } from './images.ts'
import { fetchScript, loadScript, templateCommands } from './scripts.ts'

const help = `Packs what a site without a network needs: the repository, the lists of images and charts, the scripts that fetch and load them.

  pnpm bundle <env> --out FOLDER        usually offline; run it again after a step, what is there is kept

  --ref REF                             the commit or tag that goes into the Git bundle beside main; HEAD unless told
  --root DIR                            another repository

  1. pnpm bundle offline --out /media/usb/site --ref v1.2.0
  2. sh /media/usb/site/fetch.sh        where there is a network; needs skopeo and helm
  3. the "helm template" lines that step 1 printed, for images that only charts name; then step 1 and 2 again
  4. sh load.sh                         inside the site, beside the files; checks SHA256SUMS first

Exit codes: 0 packed, 2 bad usage or an image that nobody could fetch, 3 a bug of ours.`

const flags = { out: { type: 'string' }, ref: { type: 'string' }, root: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

/** What `pnpm bundle` does, from its arguments to its exit code. */
export const bundleCommand = async (argv: string[]): Promise<number> => {
  const { values, positionals } = readArgs('bundle', argv, flags)
  if (values.help) {
    print(`${help}\n`)
    return exit.fine
  }
  const [env = '', ...rest] = positionals
  if (!/^[\w-]+$/.test(env) || rest.length > 0 || !values.out)
    throw new Failure('write: pnpm bundle <env> --out FOLDER; see: pnpm bundle --help')
  const root = findRoot(values.root)
  const out = resolve(process.env.INIT_CWD ?? process.cwd(), values.out)
  const commit = resolveCommit(root, values.ref ?? 'HEAD', '--ref')
  const charts = bundleCharts(root, env)
  const rendered = renderedFor(root, env)
  makeFolder(join(out, 'rendered'))
  const images = merged([...rendered, ...chartImages(root, env, chartTexts(root, out))])
  packRepository(root, out, commit)
  writeInside(out, 'images.txt', images.map(listLine).join(''))
  writeInside(out, 'charts.txt', charts.map(({ source, chart, version }) => `${source} ${chart} ${version}\n`).join(''))
  writeInside(out, 'fetch.sh', fetchScript(images, charts))
  writeInside(out, 'load.sh', loadScript(images, charts, registryOf(root, env)))
  for (const script of ['fetch.sh', 'load.sh']) chmodSync(join(out, script), 0o755)
  const files = await checksums(out)
  const unknown = charts.filter(({ release }) => readInside(out, `rendered/${release}.yaml`) === undefined)
  const lines = [
    `${inline(out)}: ${images.length} images (${images.filter(({ digest }) => digest).length} with a digest), ${charts.length} charts, commit ${commit.slice(0, 12)}, ${files} files`,
    ...(unknown.length > 0
      ? [
          '',
          `images that only charts name are known once these have run, after fetch.sh; then run this again:`,
          ...templateCommands(unknown, out).map(inline),
        ]
      : []),
    ...['', `next: sh ${inline(out)}/fetch.sh where there is a network, then sh load.sh inside the site`],
  ]
  print(`${lines.join('\n')}\n`)
  return exit.fine
}

const listLine = ({ source, mirror, digest, from }: BundleImage): string => `${source} ${mirror} ${digest ?? '-'} ${from.join(',')}\n`

/** What names images of charts: the values here, and what `helm template` has made of the charts, where it has. */
const chartTexts = (root: string, out: string): { path: string; text: string }[] => [
  ...listInside(root, 'platform/values')
    .filter(path => /^platform\/values\/[^/]+\.yaml$/.test(path))
    .map(path => ({ path, text: readInside(root, path)?.toString() ?? '' })),
  ...listInside(out, 'rendered').map(path => ({ path, text: readInside(out, path)?.toString() ?? '' })),
]

/** Main, every tag, and the commit: what the site's own Git server needs, with the whole past. */
const packRepository = (root: string, out: string, commit: string): void => {
  const refs = git(root, ['for-each-ref', '--format=%(refname)', 'refs/heads/main', 'refs/tags'])
    .toString()
    .trim()
    .split('\n')
    .filter(Boolean)
  const held = refs.some(ref => resolveCommit(root, ref) === commit)
  // A bundle holds names, so a commit without one goes in as HEAD.
  if (!held && resolveCommit(root, 'HEAD') !== commit)
    throw new Failure(`--ref: ${commit} is neither main, a tag, nor HEAD; check it out or tag it first`)
  git(root, ['bundle', 'create', '--quiet', join(out, 'repository.bundle'), ...(held ? [] : ['HEAD']), ...refs])
}

/** Writes the checksums of every file of the bundle; returns how many there are. Images are large, so they are read in pieces. */
const checksums = async (out: string): Promise<number> => {
  const files = listInside(out, '.')
    .filter(file => file !== 'SHA256SUMS')
    .sort()
  const lines: string[] = []
  for (const file of files) {
    const sum = createHash('sha256')
    await pipeline(createReadStream(join(out, file)), sum)
    lines.push(`${sum.digest('hex')}  ${file}\n`)
  }
  writeInside(out, 'SHA256SUMS', lines.join(''))
  return files.length
}
