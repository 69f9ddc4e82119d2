import { archiveOf, type BundleChart, bundledValues, pullOf, renderOf } from './charts.ts'
import type { BundleImage } from './images.ts'

const head = '#!/bin/sh\nset -eu\ncd "$(dirname "$0")"'

/** Text as one word of a shell. */
const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** The folder of an image inside the bundle: its name with what a file name can't have replaced. */
const folderOf = ({ mirror, digest }: BundleImage): string =>
  `images/${mirror.slice(mirror.indexOf('/') + 1).replace(/[^\w.-]/g, '_')}${digest ? `_${digest.slice(7, 19)}` : ''}`

/** Docker Hub's short names as skopeo wants them. */
const address = (source: string): string => (/^[^/]*[.:][^/]*\//.test(source) ? source : `docker.io/${source}`)

const pinned = ({ source, digest }: BundleImage): string => (digest ? `${source.replace(/:[^:/]*$/, '')}@${digest}` : source)

// A folder of blobs as the registry has them: any other form would change digests. It gets its name when it is whole.
const copy = `copy() {
  [ -d "$2" ] || {
    rm -rf "$2.part"
    skopeo copy --all --preserve-digests "docker://$1" "dir:$2.part"
    mv "$2.part" "$2"
  }
}`

const render = `render() {
  out=$1
  shift
  [ -s "$out" ] || {
    helm template "$@" > "$out.part"
    mv "$out.part" "$out"
  }
}`

/** What runs where there is a network: every image and chart into the bundle, what the charts render, the checksums of all of it. */
export const fetchScript = (
  images: readonly BundleImage[],
  charts: readonly BundleChart[],
  kubernetes: string,
  unread: readonly BundleChart[],
): string => {
  const copies = images.map(image => `copy ${word(address(pinned(image)))} ${word(folderOf(image))}`)
  const pulls = new Set(charts.map(chart => `[ -s ${word(archiveOf(chart))} ] || ${pullOf(chart)}`))
  const sums = "find . -type f ! -name SHA256SUMS | sed 's|^\\./||' | LC_ALL=C sort | tr '\\n' '\\0' | xargs -0 sha256sum > SHA256SUMS"
  const renders = charts.map(chart => `render ${word(renderOf(chart))} ${template(chart, kubernetes, shared(chart))}`)
  const again = `echo 'charts were rendered for the first time: pack and fetch once more, for the images that they name'`
  const lines = [
    head,
    copy,
    render,
    'mkdir -p images charts rendered',
    ...copies,
    ...pulls,
    ...renders,
    sums,
    ...(unread.length > 0 ? [again] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** What runs inside the site: the checksums first, then everything into its registry. The Git bundle is for who runs the site's Git server. */
export const loadScript = (images: readonly BundleImage[], charts: readonly BundleChart[], registry: string): string => {
  const copies = images.map(
    image => `skopeo copy --all --preserve-digests ${word(`dir:${folderOf(image)}`)} ${word(`docker://${image.mirror}`)}`,
  )
  const pushes = [...new Set(charts.map(archiveOf))].map(file => `helm push ${word(file)} oci://${registry}/charts`)
  return `${[head, 'sha256sum --check --quiet SHA256SUMS', ...copies, ...pushes].join('\n')}\n`
}

/** How Helm is asked for a chart's manifests: with the values of all environments, or also with the site's own, which name its mirror. */
const template = (chart: BundleChart, kubernetes: string, values: readonly string[]): string =>
  [
    chart.release,
    archiveOf(chart),
    '--namespace',
    chart.namespace,
    ...(kubernetes ? ['--kube-version', kubernetes] : []),
    ...values.flatMap(file => ['--values', file]),
  ]
    .map(word)
    .join(' ')

const shared = ({ values }: BundleChart): string[] => values.filter(file => file.split('/').length === 3).map(bundledValues)

// What a chart names but the site's registry lacks is seen with the site's own values alone.
const ask = `ask() {
  skopeo inspect --raw "docker://$1" > /dev/null 2>&1 || { echo "missing: $1, which $2 names"; missing=1; }
}
chart() {
  helm template "$@" > "site/$1.yaml"
  for image in $(sed -n "s/^[- ]*image: *[\\"']\\{0,1\\}\\([^\\"' ]*\\).*/\\1/p" "site/$1.yaml" | sed 's/:[^:@/]*@/@/' | sort -u); do
    ask "$image" "chart $1"
  done
}`

/** What runs inside the site at last: asks its registry for every image on the list, and for every one that a chart names with its values. */
export const checkScript = (images: readonly BundleImage[], charts: readonly BundleChart[], kubernetes: string): string => {
  const asked = images.map(({ mirror, digest, from }) => {
    const name = digest ? `${mirror.replace(/:[^:/]*$/, '')}@${digest}` : mirror
    return `ask ${word(name)} ${word(from[0] ?? '')}`
  })
  const rendered = charts.map(chart => `chart ${template(chart, kubernetes, chart.values.map(bundledValues))}`)
  const end = `[ "$missing" = 0 ] && echo "everything that ${images.length} entries and ${charts.length} charts name is there"`
  return `${[head, 'missing=0', 'mkdir -p site', ask, ...asked, ...rendered, end].join('\n')}\n`
}
