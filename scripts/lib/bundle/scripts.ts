import { archiveOf, type BundleChart, pullOf } from './charts.ts'
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

/** What runs where there is a network: every image and chart into the bundle, then the checksums of all of it. */
export const fetchScript = (images: readonly BundleImage[], charts: readonly BundleChart[]): string => {
  const copies = images.map(image => `copy ${word(address(pinned(image)))} ${word(folderOf(image))}`)
  const pulls = new Set(charts.map(chart => `[ -s ${word(archiveOf(chart))} ] || ${pullOf(chart)}`))
  const sums = "find . -type f ! -name SHA256SUMS | sed 's|^\\./||' | LC_ALL=C sort | tr '\\n' '\\0' | xargs -0 sha256sum > SHA256SUMS"
  return `${[head, copy, 'mkdir -p images charts', ...copies, ...pulls, sums].join('\n')}\n`
}

/** What runs inside the site: the checksums first, then everything into its registry. The Git bundle is for who runs the site's Git server. */
export const loadScript = (images: readonly BundleImage[], charts: readonly BundleChart[], registry: string): string => {
  const copies = images.map(
    image => `skopeo copy --all --preserve-digests ${word(`dir:${folderOf(image)}`)} ${word(`docker://${image.mirror}`)}`,
  )
  const pushes = [...new Set(charts.map(archiveOf))].map(file => `helm push ${word(file)} oci://${registry}/charts`)
  return `${[head, 'sha256sum --check --quiet SHA256SUMS', ...copies, ...pushes].join('\n')}\n`
}

/** What makes of charts the manifests whose images the values don't name; run from the repository's root. */
export const templateCommands = (charts: readonly BundleChart[], out: string): string[] =>
  charts.map(chart => {
    const values = chart.values.filter(file => file.split('/').length === 3).map(file => ` --values ${file}`)
    return `helm template ${chart.release} ${word(`${out}/${archiveOf(chart)}`)} --namespace ${chart.namespace}${values.join('')} > ${word(`${out}/rendered/${chart.release}.yaml`)}`
  })
