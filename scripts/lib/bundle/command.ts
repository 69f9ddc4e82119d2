import { createHash } from 'node:crypto'
import { chmodSync, createReadStream } from 'node:fs'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { readArgs } from '../args.ts'
import { exit, Failure, inline } from '../failure.ts'
import { listInside, readInside, writeInside } from '../files.ts'
import { git, resolveCommit } from '../git.ts'
import { makeFolder } from '../make-folder.ts'
import { print } from '../print.ts'
import { findRoot } from '../root.ts'
import { type BundleChart, bundleCharts, bundledValues, renderOf } from './charts.ts'
import { type BundleImage, chartImages, merged, renderedFor, siteOf } from './images.ts'
import { checkScript, fetchScript, loadScript } from './scripts.ts'

const help = `Packs what a site without a network needs: the repository, the lists of images and charts, the scripts that fetch, load and check them.

  pnpm bundle <env> --out FOLDER        usually offline; run it again after a step, what is there is kept

  --ref REF                             the commit or tag that goes into the Git bundle beside main; HEAD unless told
  --root DIR                            another repository

  1. pnpm bundle offline --out /media/usb/site --ref v1.2.0
  2. sh /media/usb/site/fetch.sh        where there is a network; needs skopeo and helm
  3. 1 and 2 again when it says so: which images a chart runs is known for sure only once helm has rendered it, which 2 does
  4. sh load.sh                         inside the site, beside the files; checks SHA256SUMS first
  5. sh check.sh                        inside the site; asks its registry for everything that renders and charts name

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
  const images = merged([...rendered, ...chartImages(root, env, chartTexts(root, out, charts))])
  const { registry, kubernetes } = siteOf(root, env)
  const unread = charts.filter(chart => readInside(out, renderOf(chart)) === undefined)
  packRepository(root, out, commit)
  writeInside(out, 'images.txt', images.map(listLine).join(''))
  writeInside(out, 'charts.txt', charts.map(({ source, chart, version }) => `${source} ${chart} ${version}\n`).join(''))
  for (const file of charts.flatMap(({ values }) => values)) writeInside(out, bundledValues(file), readInside(root, file) ?? '')
  writeInside(out, 'fetch.sh', fetchScript(images, charts, kubernetes, unread))
  writeInside(out, 'load.sh', loadScript(images, charts, registry))
  writeInside(out, 'check.sh', checkScript(images, charts, kubernetes))
  for (const script of ['fetch.sh', 'load.sh', 'check.sh']) chmodSync(join(out, script), 0o755)
  const files = await checksums(out)
  const place = inline(out)
  const again = `pnpm bundle ${env} --out ${place}${values.ref ? ` --ref ${values.ref}` : ''}`
  const lines = [
    `${place}: ${images.length} images (${images.filter(({ digest }) => digest).length} with a digest), ${charts.length} charts, commit ${commit.slice(0, 12)}, ${files} files`,
    ...(unread.length > 0
      ? [`of ${unread.length} charts only the images are listed that their values name: ${unread.map(({ release }) => release).join(', ')}`]
      : []),
    `next:    sh ${place}/fetch.sh    where there is a network${unread.length > 0 ? '; it renders these charts' : ''}`,
    ...(unread.length > 0 ? [`         ${again} && sh ${place}/fetch.sh    for the images that they name`] : []),
    `         sh load.sh && sh check.sh    inside the site`,
  ]
  print(`${lines.join('\n')}\n`)
  return exit.fine
}

const listLine = ({ source, mirror, digest, from }: BundleImage): string => `${source} ${mirror} ${digest ?? '-'} ${from.join(',')}\n`

/** What names images of charts: the values here, and what `helm template` has made of the charts, where it has. */
const chartTexts = (root: string, out: string, charts: readonly BundleChart[]): { path: string; text: string }[] => [
  ...listInside(root, 'platform/values')
    .filter(path => /^platform\/values\/[^/]+\.yaml$/.test(path))
    .map(path => ({ path, text: readInside(root, path)?.toString() ?? '' })),
  ...charts.map(renderOf).map(path => ({ path, text: readInside(out, path)?.toString() ?? '' })),
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
